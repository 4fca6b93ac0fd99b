import type { StickFileHandle } from '#library/adapters/stick-file-handle';

const BLOCK_BYTES = 4_096;
const MOST_BLOCKS = 64;
/** No tag is larger; a parser that asks for more has been misled. */
const LONGEST_READ_BYTES = 40 * 1024 * 1024;

/** Bytes that stand in for a range of the file: other content, or zeros where `bytes` is missing. */
export interface Overlay {
  readonly start: number;
  readonly end: number;
  readonly bytes?: Uint8Array;
}

/** Reads a file in small blocks, each once, and steps over ranges that nobody will look at. */
export class BlockReader {
  readonly #handle: StickFileHandle;
  readonly #blocks = new Map<number, Uint8Array>();
  readonly #overlays: Overlay[] = [];
  readonly #room: Uint8Array;
  readonly #atLeast: number;
  #roomTaken = 0;

  /**
   * `room`: memory for blocks, which nobody else uses as long as this does; without it they get memory of their own.
   * `atLeast`: so many blocks are read at once behind the first one.
   */
  constructor(handle: StickFileHandle, room: Uint8Array = new Uint8Array(), atLeast = 1) {
    this.#handle = handle;
    this.#room = room;
    this.#atLeast = atLeast;
  }

  get sizeBytes(): number {
    return this.#handle.sizeBytes;
  }

  /** Overlays lie apart from each other, in the order of the file. */
  overlay(...overlays: readonly Overlay[]): void {
    this.#overlays.push(...overlays);
  }

  /** Shorter than asked at the end of the file. */
  read(start: number, end: number): Uint8Array<ArrayBuffer> {
    const until = Math.min(end, this.sizeBytes);
    if (until - start > LONGEST_READ_BYTES) throw new RangeError('a read beyond all reason');
    const target = new Uint8Array(Math.max(0, until - start));
    let at = start;
    for (const overlay of this.#overlays) {
      if (overlay.end <= at || overlay.start >= until) continue;
      this.#fill(target.subarray(at - start, Math.max(at, overlay.start) - start), at);
      at = Math.min(overlay.end, until);
      const from = Math.max(overlay.start, start);
      if (overlay.bytes) target.set(overlay.bytes.subarray(from - overlay.start, at - overlay.start), from - start);
    }
    this.#fill(target.subarray(at - start), at);
    return target;
  }

  /** The same bytes where they lie, if that is in one block: they change when another reader gets the room. */
  view(start: number, end: number): Uint8Array {
    const index = Math.floor(start / BLOCK_BYTES);
    const isInBlock = start >= 0 && end > start && end <= (index + 1) * BLOCK_BYTES;
    if (!isInBlock || this.#overlays.length > 0) return this.read(start, end);
    this.#readBlocks(index, index);
    const block = this.#blocks.get(index) ?? new Uint8Array();
    return block.subarray(start - index * BLOCK_BYTES, end - index * BLOCK_BYTES);
  }

  #fill(target: Uint8Array, position: number): void {
    if (target.length === 0) return;
    if (target.length >= BLOCK_BYTES * 4) {
      this.#handle.read(target, position);
      return;
    }
    const first = Math.floor(position / BLOCK_BYTES);
    const last = Math.floor((position + target.length - 1) / BLOCK_BYTES);
    this.#readBlocks(first, last);
    for (let filled = 0; filled < target.length;) {
      const at = position + filled;
      const block = this.#blocks.get(Math.floor(at / BLOCK_BYTES)) ?? new Uint8Array();
      const part = block.subarray(at % BLOCK_BYTES, (at % BLOCK_BYTES) + target.length - filled);
      if (part.length === 0) return;
      target.set(part, filled);
      filled += part.length;
    }
  }

  /** Those that are missing, in one go: to the system, one block after the other looks like a file that is played. */
  #readBlocks(first: number, last: number): void {
    if (this.#blocks.size > MOST_BLOCKS) this.#blocks.clear();
    let [from, until] = [first, last];
    while (from <= until && this.#blocks.has(from)) from += 1;
    while (until >= from && this.#blocks.has(until)) until -= 1;
    if (from > until) return;
    if (from > 0) until = Math.max(until, from + this.#atLeast - 1);
    const bytes = this.#roomFor((until - from + 1) * BLOCK_BYTES);
    const filled = this.#handle.read(bytes, from * BLOCK_BYTES);
    for (let index = from; index <= until; index += 1) {
      const start = (index - from) * BLOCK_BYTES;
      this.#blocks.set(index, bytes.subarray(Math.min(start, filled), Math.min(start + BLOCK_BYTES, filled)));
    }
  }

  #roomFor(size: number): Uint8Array {
    const start = this.#roomTaken;
    if (start + size > this.#room.length) return new Uint8Array(size);
    this.#roomTaken += size;
    return this.#room.subarray(start, start + size);
  }
}

/** A file as music-metadata takes it: a Blob whose slices are read when they are asked for. Has no type: bytes decide. */
export class StickBlob extends Blob {
  readonly #reader: BlockReader;
  readonly #start: number;
  override readonly size: number;

  constructor(reader: BlockReader, start = 0, end = reader.sizeBytes) {
    super([]);
    this.#reader = reader;
    this.#start = start;
    this.size = Math.max(0, Math.min(end, reader.sizeBytes) - start);
  }

  override slice(start = 0, end = this.size): Blob {
    return new StickBlob(this.#reader, this.#start + start, this.#start + end);
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(this.#reader.read(this.#start, this.#start + this.size).buffer);
  }
}
