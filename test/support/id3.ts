import { deflateSync } from 'node:zlib';

/** How the frames of a tag are made. */
export interface Id3Options {
  readonly version?: 2 | 3 | 4;
  /** The whole tag in 2.2 and 2.3, each frame in 2.4. */
  readonly isUnsynchronised?: boolean;
  readonly hasExtendedHeader?: boolean;
  readonly isCompressed?: boolean;
  readonly isGrouped?: boolean;
  readonly paddingBytes?: number;
}

export type Id3Body = readonly [id: string, body: Buffer];

export type Encoding = 'latin1' | 'utf16' | 'utf16be' | 'utf16-without-mark' | 'utf8';

const CODES: Readonly<Record<Encoding, number>> = {
  latin1: 0,
  utf16: 1,
  'utf16-without-mark': 1,
  utf16be: 2,
  utf8: 3,
};

/** The body of a text frame; several values with NUL between them. */
export function textBody(text: string | readonly string[], encoding: Encoding = 'utf8'): Buffer {
  const values = (typeof text === 'string' ? [text] : text).map((value) => encode(value, encoding));
  const nul = encode('\0', encoding === 'utf16' ? 'utf16-without-mark' : encoding);
  const joined = values.flatMap((value, index) => (index === 0 ? [value] : [nul, value]));
  return Buffer.concat([Buffer.from([CODES[encoding]]), ...joined]);
}

export function pictureBody(picture: Buffer, { type = 3, description = '' } = {}): Buffer {
  return Buffer.concat([
    Buffer.from('\0image/jpeg\0', 'latin1'),
    Buffer.from([type]),
    Buffer.from(`${description}\0`),
    picture,
  ]);
}

/** An ID3v2 tag (id3.org) of the frames given. */
export function id3Tag(frames: readonly Id3Body[], options: Id3Options = {}): Buffer {
  const { version = 4, paddingBytes = 0, hasExtendedHeader = false, isUnsynchronised = false } = options;
  const made = frames.map(([id, body]) => frame(id, body, version, options));
  const extended = hasExtendedHeader ? [extendedHeader(version)] : [];
  const plain = Buffer.concat([...extended, ...made, Buffer.alloc(paddingBytes)]);
  const body = isUnsynchronised && version !== 4 ? unsynchronise(plain) : plain;
  const flags = (isUnsynchronised ? 0x80 : 0) | (hasExtendedHeader ? 0x40 : 0);
  return Buffer.concat([Buffer.from('ID3'), Buffer.from([version, 0, flags]), syncSafe(body.length), body]);
}

function frame(id: string, given: Buffer, version: 2 | 3 | 4, options: Id3Options): Buffer {
  if (version === 2) {
    const size = Buffer.alloc(3);
    size.writeUIntBE(given.length, 0, 3);
    return Buffer.concat([Buffer.from(id), size, given]);
  }
  const { isCompressed = false, isGrouped = false, isUnsynchronised = false } = options;
  const group = isGrouped ? [Buffer.from([0x41])] : [];
  const packed = isCompressed ? deflateSync(given) : given;
  const size = Buffer.alloc(4);
  size.writeUInt32BE(given.length);
  if (version === 3) {
    const parts = isCompressed ? [size, ...group, packed] : [...group, packed];
    return header(id, Buffer.concat(parts), (isCompressed ? 0x80 : 0) | (isGrouped ? 0x20 : 0), plainSize);
  }
  const length = isCompressed ? [syncSafe(given.length)] : [];
  const body = isUnsynchronised ? unsynchronise(packed) : packed;
  const flags = (isCompressed ? 0x09 : 0) | (isGrouped ? 0x40 : 0) | (isUnsynchronised ? 0x02 : 0);
  return header(id, Buffer.concat([...group, ...length, body]), flags, syncSafe);
}

function header(id: string, body: Buffer, flags: number, sizeOf: (size: number) => Buffer): Buffer {
  return Buffer.concat([Buffer.from(id), sizeOf(body.length), Buffer.from([0, flags]), body]);
}

function extendedHeader(version: 2 | 3 | 4): Buffer {
  if (version === 4) return Buffer.concat([syncSafe(6), Buffer.from([1, 0])]);
  return Buffer.concat([plainSize(6), Buffer.alloc(6)]);
}

/** Every `FF` before what could be taken for sound, or for a made one, gets a `00`. */
export function unsynchronise(bytes: Buffer): Buffer {
  const out: number[] = [];
  for (const [index, byte] of bytes.entries()) {
    out.push(byte);
    const next = bytes[index + 1];
    if (byte === 0xff && (next === undefined || next === 0 || next >= 0xe0)) out.push(0);
  }
  return Buffer.from(out);
}

function encode(text: string, encoding: Encoding): Buffer {
  switch (encoding) {
    case 'latin1':
      return Buffer.from(text, 'latin1');
    case 'utf8':
      return Buffer.from(text);
    case 'utf16':
      return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    case 'utf16-without-mark':
      return Buffer.from(text, 'utf16le');
    case 'utf16be':
      return Buffer.from(text, 'utf16le').swap16();
  }
}

/** Seven bits a byte. */
export function syncSafe(value: number): Buffer {
  return Buffer.from([21, 14, 7, 0].map((shift) => (value >> shift) & 0x7f));
}

function plainSize(value: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(value);
  return size;
}

const RATE_INDEX_44K1 = 0;
const BITRATES = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];

/** Silent frames of MPEG-1 layer III at 44.1 kHz, of the bitrates given in turn. */
export function mpegFrames(count: number, kbps: readonly number[] = [128]): Buffer {
  return Buffer.concat(
    Array.from({ length: count }, (_none, index) => {
      const rate = kbps[index % kbps.length] ?? 128;
      const bytes = Buffer.alloc(Math.floor((144_000 * rate) / 44_100));
      bytes.set([0xff, 0xfb, (BITRATES.indexOf(rate) << 4) | (RATE_INDEX_44K1 << 2), 0x00]);
      return bytes;
    }),
  );
}

/** A frame of no sound that says how many there are: `Xing`, or `Info` for a constant bitrate. */
export function xingFrame(frames: number, { name = 'Xing', delay = 0, padding = 0 } = {}): Buffer {
  const frame = mpegFrames(1, [128]);
  frame.write(name, 36, 'latin1');
  frame.writeUInt32BE(1, 40);
  frame.writeUInt32BE(frames, 44);
  frame.write('LAME3.100', 48, 'latin1');
  frame.set([delay >> 4, ((delay & 15) << 4) | (padding >> 8), padding & 0xff], 48 + 21);
  return frame;
}
