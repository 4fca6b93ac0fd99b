import { inflateSync } from 'node:zlib';

import type { ByteSource } from '#library/scan/formats/byte-source';

/** Of the tag at the start of a file, or at `start` (id3.org, 2.2 to 2.4). */
export interface Id3v2Header {
  readonly version: 2 | 3 | 4;
  readonly start: number;
  /** Behind the tag, its footer included. */
  readonly end: number;
  readonly isUnsynchronised: boolean;
  readonly hasExtendedHeader: boolean;
}

/** A frame that lies in the file at `start`; both are undefined where the bytes had to be made up first. */
export interface Id3v2Frame {
  /** As version 2.3 and 2.4 call it. */
  readonly id: string;
  readonly size: number;
  readonly start: number | undefined;
  /** At most `limit` bytes of what the frame holds, as it was before it was packed; undefined where it is encrypted. */
  body(limit: number): Buffer | undefined;
}

const HEADER_BYTES = 10;
const MOST_FRAMES = 2_000;
const LONGEST_RESYNCHRONISED_BYTES = 16 * 1024 * 1024;
const LONGEST_PACKED_BYTES = 256 * 1024;

/** Names of version 2.2, and of taggers that write them into later versions. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  TT2: 'TIT2',
  TP1: 'TPE1',
  TP2: 'TPE2',
  TAL: 'TALB',
  TRK: 'TRCK',
  TPA: 'TPOS',
  TCO: 'TCON',
  TYE: 'TYER',
  TDA: 'TDAT',
  TCP: 'TCMP',
  TXX: 'TXXX',
  TST: 'TSOT',
  TSP: 'TSOP',
  TSA: 'TSOA',
  TS2: 'TSO2',
  PIC: 'APIC',
  GEO: 'GEOB',
};

export function id3v2Header(source: ByteSource, start = 0): Id3v2Header | undefined {
  const header = source.read(start, start + HEADER_BYTES);
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, 3) !== 'ID3') return undefined;
  const version = header[3];
  if (version !== 2 && version !== 3 && version !== 4) return undefined;
  // Sizes have seven bits a byte; more is no tag.
  if (header.subarray(6).some((byte) => byte > 0x7f)) return undefined;
  const flags = header.readUInt8(5);
  const footer = version === 4 && (flags & 0x10) !== 0 ? HEADER_BYTES : 0;
  return {
    version,
    start,
    end: start + HEADER_BYTES + syncSafe(header, 6) + footer,
    isUnsynchronised: (flags & 0x80) !== 0,
    hasExtendedHeader: version !== 2 && (flags & 0x40) !== 0,
  };
}

/** The frames of a tag, one after the other; bodies are read only when asked for. */
export function* id3v2Frames(source: ByteSource, header: Id3v2Header): Generator<Id3v2Frame> {
  // In version 2.4 frames are unsynchronised one by one, and sizes count the bytes as they stand.
  const isWhole = header.isUnsynchronised && header.version !== 4;
  const bytes = isWhole ? new ResynchronisedTag(source, header) : source;
  const end = Math.min(header.end, isWhole ? Infinity : source.sizeBytes);
  const start = header.start + HEADER_BYTES;
  let at = start + extendedHeaderBytes(bytes, header, start);
  for (let count = 0; count < MOST_FRAMES && at < end; count += 1) {
    const frame = frameAt(bytes, header, at, end);
    if (frame === undefined) return;
    yield {
      id: frame.id,
      size: frame.size,
      start: isWhole ? undefined : frame.start,
      body: (limit) => unpacked(bytes, header, frame, limit),
    };
    at = frame.start + frame.size;
  }
}

interface RawFrame {
  readonly id: string;
  readonly start: number;
  readonly size: number;
  readonly flags: number;
}

function frameAt(bytes: Reads, header: Id3v2Header, at: number, end: number): RawFrame | undefined {
  const headerBytes = header.version === 2 ? 6 : HEADER_BYTES;
  const head = bytes.read(at, at + headerBytes);
  const id = head.length < headerBytes ? undefined : frameName(head, header.version);
  if (id === undefined) return undefined;
  const start = at + headerBytes;
  const size = sizeOf(bytes, header, head, start, end);
  if (size === undefined) return undefined;
  return { id, start, size, flags: header.version === 2 ? 0 : head.readUInt8(9) };
}

function frameName(head: Buffer, version: 2 | 3 | 4): string | undefined {
  const name = head.toString('latin1', 0, version === 2 ? 3 : 4);
  if (/^[A-Z][A-Z\d]{2}[\0 ]?$/u.test(name)) return SHORT_NAMES[name.slice(0, 3)] ?? name.slice(0, 3);
  return /^[A-Z][A-Z\d]{3}$/u.test(name) ? name : undefined;
}

/** Undefined where the frame would be longer than the tag. */
function sizeOf(bytes: Reads, header: Id3v2Header, head: Buffer, start: number, end: number): number | undefined {
  const room = end - start;
  if (header.version === 2) return within(head.readUIntBE(3, 3), room);
  const plain = head.readUInt32BE(4);
  if (header.version === 3 || plain < 0x80) return within(plain, room);
  // Old iTunes wrote plain sizes into version 2.4: the one behind which a frame, padding or the end follows is right.
  const isSyncSafe = head.subarray(4, 8).every((byte) => byte < 0x80);
  const size = syncSafe(head, 4);
  if (!isSyncSafe) return within(plain, room);
  if (plain <= room && !isFrameOrEnd(bytes, start + size, end) && isFrameOrEnd(bytes, start + plain, end)) return plain;
  return within(size, room);
}

function within(size: number, room: number): number | undefined {
  return size <= room ? size : undefined;
}

function isFrameOrEnd(bytes: Reads, at: number, end: number): boolean {
  if (at >= end) return at === end;
  const name = bytes.read(at, at + 4);
  return name[0] === 0 || frameName(name, 4) !== undefined;
}

function extendedHeaderBytes(bytes: Reads, header: Id3v2Header, start: number): number {
  if (!header.hasExtendedHeader) return 0;
  const head = bytes.read(start, start + 4);
  if (head.length < 4) return 0;
  // Some set the flag and write no such header: where a frame stands, there is none.
  if (frameName(head, 4) !== undefined) return 0;
  return header.version === 4 ? syncSafe(head, 0) : head.readUInt32BE(0) + 4;
}

const V3 = { packed: 0x80, encrypted: 0x40, grouped: 0x20 };
const V4 = { packed: 0x08, encrypted: 0x04, grouped: 0x40, unsynchronised: 0x02, measured: 0x01 };

function unpacked(bytes: Reads, header: Id3v2Header, frame: RawFrame, limit: number): Buffer | undefined {
  const isV4 = header.version === 4;
  const { packed, encrypted, grouped } = isV4 ? V4 : V3;
  const has = (flag: number) => (frame.flags & flag) !== 0;
  if (has(encrypted)) return undefined;
  const extra = Number(has(grouped)) + (has(isV4 ? V4.measured : packed) ? 4 : 0);
  const room = Math.max(0, frame.size - extra);
  const isPacked = has(packed);
  const isSynchronised = isV4 && (has(V4.unsynchronised) || header.isUnsynchronised);
  const wanted = isPacked ? Math.min(room, LONGEST_PACKED_BYTES) : Math.min(room, isSynchronised ? limit * 2 : limit);
  const start = frame.start + extra;
  const raw = bytes.read(start, start + wanted);
  const plain = isSynchronised ? resynchronise(raw) : raw;
  return (isPacked ? inflated(plain, limit) : plain)?.subarray(0, limit);
}

function inflated(bytes: Buffer, limit: number): Buffer | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: limit });
  } catch {
    return undefined;
  }
}

interface Reads {
  read(start: number, end: number): Buffer;
}

/** Every `FF 00` was an `FF`. */
function resynchronise(raw: Buffer): Buffer {
  const plain = Buffer.alloc(raw.length);
  let length = 0;
  for (let at = 0; at < raw.length; at += 1) {
    plain[length] = raw[at] ?? 0;
    length += 1;
    if (raw[at] === 0xff && raw[at + 1] === 0) at += 1;
  }
  return plain.subarray(0, length);
}

const RAW_CHUNK_BYTES = 4_096;

/** A tag that is unsynchronised as a whole (2.2, 2.3), undone as far as it is asked for; positions are those before. */
class ResynchronisedTag implements Reads {
  readonly #source: ByteSource;
  readonly #start: number;
  readonly #end: number;
  #plain = Buffer.alloc(0);
  #rawAt: number;

  constructor(source: ByteSource, header: Id3v2Header) {
    this.#source = source;
    this.#start = header.start + HEADER_BYTES;
    this.#rawAt = this.#start;
    this.#end = Math.min(header.end, source.sizeBytes, header.start + LONGEST_RESYNCHRONISED_BYTES);
  }

  read(start: number, end: number): Buffer {
    while (this.#start + this.#plain.length < end && this.#rawAt < this.#end) this.#decodeMore(end);
    return this.#plain.subarray(Math.max(0, start - this.#start), Math.max(0, end - this.#start));
  }

  #decodeMore(end: number): void {
    // In growing pieces: each is joined to all that came before.
    const missing = Math.max(RAW_CHUNK_BYTES, end - this.#start - this.#plain.length, this.#plain.length >> 1);
    let until = Math.min(this.#end, this.#rawAt + missing);
    let raw = this.#source.read(this.#rawAt, until);
    // A pair is not torn apart.
    if (raw.at(-1) === 0xff && until < this.#end) {
      until += 1;
      raw = this.#source.read(this.#rawAt, until);
    }
    this.#rawAt = until;
    this.#plain = Buffer.concat([this.#plain, resynchronise(raw)]);
  }
}

function syncSafe(bytes: Buffer, at: number): number {
  return [0, 1, 2, 3].reduce((sum, index) => sum * 128 + (bytes.readUInt8(at + index) & 0x7f), 0);
}
