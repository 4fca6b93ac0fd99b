/**
 * Short messages as they travel (3GPP TS 23.040): what the emulated operator delivers, and what it makes of what was sent.
 * Deliveries are UCS-2; what is sent may be GSM-7 or UCS-2, in one part or several.
 */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENSION: Readonly<Record<number, string>> = {
  10: '\f',
  20: '^',
  40: '{',
  41: '}',
  47: '\\',
  60: '[',
  61: '~',
  62: ']',
  64: '|',
  101: '€',
};
const UNITS_ALONE = 70;
const UNITS_JOINED = 67;

export interface SentPart {
  readonly number: string;
  readonly text: string;
  readonly encoding: 'gsm7' | 'ucs2';
  readonly part: number;
  readonly parts: number;
}

/** The delivery's parts with the centre's number in front, as a modem stores them. */
export function deliverParts(from: string, text: string, at: Date, reference: number): Buffer[] {
  const pieces = cut(text);
  return pieces.map((piece, index) => {
    const header =
      pieces.length === 1 ? Buffer.alloc(0) : Buffer.from([5, 0, 3, reference & 255, pieces.length, index + 1]);
    const body = Buffer.concat([header, Buffer.from(piece, 'utf16le').swap16()]);
    const digits = from.replaceAll(/\D/g, '');
    return Buffer.concat([
      Buffer.from([7, 0x91]),
      swapped('447958879879').subarray(0, 6),
      Buffer.from([pieces.length === 1 ? 0x04 : 0x44, digits.length, from.startsWith('+') ? 0x91 : 0x81]),
      swapped(digits),
      Buffer.from([0, 8]),
      timeStamp(at),
      Buffer.from([body.length]),
      body,
    ]);
  });
}

/** A SUBMIT with the centre's number in front (its length may be 0). */
export function readSubmit(pdu: Buffer): SentPart {
  let at = 1 + (pdu[0] ?? 0);
  const first = pdu[at] ?? 0;
  const digits = pdu[at + 2] ?? 0;
  const plus = pdu[at + 3] === 0x91 ? '+' : '';
  at += 4;
  const number = plus + swap(pdu.subarray(at, at + Math.ceil(digits / 2))).slice(0, digits);
  at += Math.ceil(digits / 2);
  const isUcs2 = ((pdu[at + 1] ?? 0) & 0x0c) === 8;
  at += 2 + validityLength(first);
  const length = pdu[at] ?? 0;
  const data = pdu.subarray(at + 1);
  const headerBytes = (first & 0x40) === 0 ? 0 : (data[0] ?? 0) + 1;
  const isJoined = headerBytes >= 6;
  const text = isUcs2
    ? Buffer.from(data.subarray(headerBytes, length)).swap16().toString('utf16le')
    : unpack(data, length).slice(Math.ceil((headerBytes * 8) / 7));
  return {
    number,
    text: isUcs2 ? text : named(text),
    encoding: isUcs2 ? 'ucs2' : 'gsm7',
    part: isJoined ? (data[headerBytes - 1] ?? 1) : 1,
    parts: isJoined ? (data[headerBytes - 2] ?? 1) : 1,
  };
}

function cut(text: string): string[] {
  if (text.length <= UNITS_ALONE) return [text];
  const pieces: string[] = [];
  for (const character of text) {
    const last = pieces.at(-1);
    if (last === undefined || last.length + character.length > UNITS_JOINED) pieces.push(character);
    else pieces[pieces.length - 1] = last + character;
  }
  return pieces;
}

function validityLength(first: number): number {
  const format = (first >> 3) & 3;
  if (format === 0) return 0;
  return format === 2 ? 1 : 7;
}

/** The septets as characters 0 to 127. */
function unpack(data: Buffer, septets: number): string {
  let text = '';
  for (let index = 0; index < septets; index += 1) {
    const bit = index * 7;
    const pair = (data[bit >> 3] ?? 0) | ((data[(bit >> 3) + 1] ?? 0) << 8);
    text += String.fromCharCode((pair >> (bit & 7)) & 127);
  }
  return text;
}

function named(septets: string): string {
  let text = '';
  for (let index = 0; index < septets.length; index += 1) {
    const code = septets.charCodeAt(index);
    if (code === 27) {
      index += 1;
      text += EXTENSION[septets.charCodeAt(index)] ?? ' ';
    } else text += BASIC[code] ?? '?';
  }
  return text;
}

function timeStamp(at: Date): Buffer {
  const fields = [
    at.getUTCFullYear() % 100,
    at.getUTCMonth() + 1,
    at.getUTCDate(),
    at.getUTCHours(),
    at.getUTCMinutes(),
    at.getUTCSeconds(),
    0,
  ];
  return swapped(fields.map((field) => String(field).padStart(2, '0')).join(''));
}

/** Digits in pairs, the second one first, filled up with F. */
export function swapped(digits: string): Buffer {
  const even = digits.length % 2 === 0 ? digits : `${digits}F`;
  return Buffer.from(even.replaceAll(/(.)(.)/g, '$2$1'), 'hex');
}

function swap(bytes: Buffer): string {
  return bytes
    .toString('hex')
    .replaceAll(/(.)(.)/g, '$2$1')
    .toUpperCase();
}
