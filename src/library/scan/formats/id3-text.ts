import { isUtf8 } from 'node:buffer';

import type { TagText } from '#library/scan/formats/tag-fields';

const LATIN_1 = 0;
const UTF_16 = 1;
const UTF_16_BE = 2;
const UTF_8 = 3;

const utf16Le = new TextDecoder('utf-16le');
const utf16Be = new TextDecoder('utf-16be');
const utf8 = new TextDecoder('utf-8');

/** The values of a text frame (id3v2.4.0-structure, section 4): one encoding byte, then texts with NUL between them. */
export function id3Texts(body: Buffer): TagText[] {
  const encoding = body[0] ?? LATIN_1;
  // A byte that names no encoding is the first letter of a text without one.
  if (encoding > UTF_8) return latinTexts(body);
  return textsIn(encoding, body.subarray(1));
}

/** A frame of a description and its values: `TXXX`. */
export function id3UserText(body: Buffer): { readonly name: string; readonly values: readonly TagText[] } {
  const [name, ...values] = id3Texts(body);
  return { name: (name?.text ?? '').toLowerCase(), values };
}

/** Text of bytes that claim to be Latin-1: it may be UTF-8, or any code page of old. */
export function latinText(bytes: Buffer): TagText {
  const text = bytes.toString('latin1');
  if (!/[\u0080-\u00ff]/u.test(text)) return { text, isLegacy: false };
  return isUtf8(bytes) ? { text: utf8.decode(bytes), isLegacy: false } : { text, isLegacy: true };
}

function textsIn(encoding: number, bytes: Buffer): TagText[] {
  switch (encoding) {
    case UTF_16:
    case UTF_16_BE:
      return wideTexts(bytes, encoding === UTF_16_BE);
    case UTF_8:
      return splitAt(bytes, 1).map((part) => ({ text: utf8.decode(part), isLegacy: false }));
    default:
      return latinTexts(bytes);
  }
}

function latinTexts(bytes: Buffer): TagText[] {
  return splitAt(bytes, 1).map(latinText);
}

/** Each value may have a mark of its byte order; one without has the order of the value before. */
function wideTexts(bytes: Buffer, isBigEndian: boolean): TagText[] {
  let isBig = isBigEndian || (!hasMark(bytes) && looksBigEndian(bytes));
  return splitAt(bytes, 2).map((part) => {
    if (hasMark(part)) isBig = part[0] === 0xfe;
    return { text: (isBig ? utf16Be : utf16Le).decode(part), isLegacy: false };
  });
}

function hasMark(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** Most letters of most texts have a zero in their upper half. */
function looksBigEndian(bytes: Buffer): boolean {
  let lead = 0;
  for (let at = 0; at + 1 < bytes.length; at += 2) lead += Number(bytes[at] === 0) - Number(bytes[at + 1] === 0);
  return lead > 0;
}

const MOST_PARTS = 64;

/** Parts between NUL characters of `width` bytes; trailing NULs make no further part. */
function splitAt(bytes: Buffer, width: 1 | 2): Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let at = 0; at + width <= bytes.length && parts.length < MOST_PARTS; at += width) {
    if (bytes[at] !== 0 || (width === 2 && bytes[at + 1] !== 0)) continue;
    parts.push(bytes.subarray(start, at));
    start = at + width;
  }
  if (start < bytes.length || parts.length === 0) parts.push(bytes.subarray(start));
  return parts;
}
