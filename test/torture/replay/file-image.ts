import type { Random } from '#test/torture/random';

type Change =
  | { readonly kind: 'write'; readonly offset: number; readonly data: Buffer }
  | { readonly kind: 'truncate'; readonly length: number };

const SECTOR_BYTES = [512, 4_096] as const;
/** Of the cuts that find a file with unsynced changes: all of them gone, all of them there; else each by itself. */
const ALL_GONE = 0.2;
const ALL_THERE = 0.8;
const SURVIVES = 0.5;
const IS_TORN = 0.7;

/** The bytes of one file: those that are safe, and what was done to it since its last sync. */
export class FileImage {
  readonly #safe = new Content();
  #unsafe: Change[] = [];

  write(offset: number, data: Buffer): void {
    this.#unsafe.push({ kind: 'write', offset, data });
  }

  truncate(length: number): void {
    this.#unsafe.push({ kind: 'truncate', length });
  }

  sync(): void {
    for (const change of this.#unsafe) this.#safe.apply(change);
    this.#unsafe = [];
  }

  afterCut(random: Random): Buffer {
    const content = this.#safe.copy();
    const fate = random();
    if (fate < ALL_GONE) return content.bytes();
    for (const change of this.#unsafe) {
      const luck = random();
      if (fate > ALL_THERE || luck < SURVIVES) content.apply(change);
      else if (luck < IS_TORN && change.kind === 'write') for (const part of torn(change, random)) content.apply(part);
    }
    return content.bytes();
  }
}

/** Some of the sectors of a write. */
function torn({ offset, data }: Change & { kind: 'write' }, random: Random): Change[] {
  const size = SECTOR_BYTES[random() < 0.5 ? 0 : 1];
  const parts: Change[] = [];
  for (let at = 0; at < data.length; at += size - ((offset + at) % size)) {
    const end = at + size - ((offset + at) % size);
    if (random() < 0.5) parts.push({ kind: 'write', offset: offset + at, data: data.subarray(at, end) });
  }
  return parts;
}

class Content {
  #bytes = Buffer.alloc(0);
  #length = 0;

  apply(change: Change): void {
    if (change.kind === 'write') {
      this.#reserve(change.offset + change.data.length);
      change.data.copy(this.#bytes, change.offset);
      this.#length = Math.max(this.#length, change.offset + change.data.length);
    } else {
      this.#reserve(change.length);
      // What lies behind the end reads as zeros when the file grows again.
      this.#bytes.fill(0, change.length);
      this.#length = change.length;
    }
  }

  copy(): Content {
    const copy = new Content();
    copy.#bytes = Buffer.from(this.bytes());
    copy.#length = this.#length;
    return copy;
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(length: number): void {
    if (length <= this.#bytes.length) return;
    const grown = Buffer.alloc(Math.max(length, this.#bytes.length * 2));
    this.#bytes.copy(grown);
    this.#bytes = grown;
  }
}
