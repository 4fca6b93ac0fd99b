/** A stretch of a file. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Id3v2Layout {
  readonly version: 2 | 3 | 4;
  /** Of the whole tag, header included. */
  readonly end: number;
  /** The tag as a whole is unsynchronised: frames cannot be walked as they stand. */
  readonly isUnsynchronised: boolean;
  /** Bodies of pictures and of other attached files. */
  readonly attachments: readonly Range[];
  readonly hasPicture: boolean;
}

/** Gives the bytes from `start` to `end` of the file; fewer at its end. */
export type ReadRange = (start: number, end: number) => Uint8Array;

const HEADER_BYTES = 10;
const UNSYNCHRONISED = 0x80;
const EXTENDED = 0x40;
const MOST_FRAMES = 2_000;
const ATTACHMENTS: ReadonlySet<string> = new Set(['APIC', 'PIC', 'GEOB', 'GEO']);
const PICTURES: ReadonlySet<string> = new Set(['APIC', 'PIC']);

/** Walks the frame headers of an ID3v2 tag at the start of a file (id3.org, 2.2 to 2.4); undefined when there is none. */
export function id3v2Layout(read: ReadRange): Id3v2Layout | undefined {
  const header = Buffer.from(read(0, HEADER_BYTES));
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, 3) !== 'ID3') return undefined;
  const version = header[3];
  if (version !== 2 && version !== 3 && version !== 4) return undefined;

  const flags = header.readUInt8(5);
  const end = HEADER_BYTES + syncSafe(header, 6);
  const isUnsynchronised = (flags & UNSYNCHRONISED) !== 0;
  // With per-frame flags in 2.4, the bit in the header says no more than the frames do.
  const isWalkable = (flags & EXTENDED) === 0 && (!isUnsynchronised || version === 4);
  const frames = isWalkable ? [...framesOf(read, version, end)] : [];
  return {
    version,
    end,
    isUnsynchronised,
    attachments: frames.filter((frame) => ATTACHMENTS.has(frame.id)),
    hasPicture: frames.some((frame) => PICTURES.has(frame.id)),
  };
}

/** Undoes the unsynchronisation of a whole tag (2.2 and 2.3): every `FF 00` was an `FF`. What is won is padding. */
export function resynchronised(tag: Uint8Array): Uint8Array {
  const plain = new Uint8Array(tag.length);
  let length = 0;
  for (let at = 0; at < tag.length; at += 1) {
    plain[length] = tag[at] ?? 0;
    length += 1;
    if (tag[at] === 0xff && tag[at + 1] === 0x00) at += 1;
  }
  // The flag goes with it.
  plain[5] = (plain[5] ?? 0) & ~UNSYNCHRONISED;
  return plain;
}

interface Frame extends Range {
  readonly id: string;
}

function* framesOf(read: ReadRange, version: 2 | 3 | 4, end: number): Generator<Frame> {
  const idBytes = version === 2 ? 3 : 4;
  const headerBytes = version === 2 ? 6 : 10;
  let at = HEADER_BYTES;
  for (let count = 0; count < MOST_FRAMES && at + headerBytes <= end; count += 1) {
    const header = Buffer.from(read(at, at + headerBytes));
    if (header.length < headerBytes || header[0] === 0) return;
    const id = header.toString('latin1', 0, idBytes);
    const size = sizeOf(header, version);
    const start = at + headerBytes;
    if (start + size > end) return;
    yield { id, start, end: start + size };
    at = start + size;
  }
}

function sizeOf(header: Buffer, version: 2 | 3 | 4): number {
  if (version === 2) return header.readUIntBE(3, 3);
  return version === 3 ? header.readUInt32BE(4) : syncSafe(header, 4);
}

function syncSafe(bytes: Buffer, at: number): number {
  return [0, 1, 2, 3].reduce((sum, index) => sum * 128 + (bytes.readUInt8(at + index) & 0x7f), 0);
}
