/** What a scan took from the stick, for its summary: an unchanged stick has 0 of both. */
export class OpenedFiles {
  /** By a number for its path: the stretch of the scan in which it was opened last. */
  readonly #lastIn = new Map<number, number>();
  #stretch = 0;
  #openedSince = 0;
  #bytesSince = 0;
  bytesRead = 0;

  note(path: Buffer, bytesRead: number): void {
    const key = numberOf(path);
    if (this.#lastIn.get(key) !== this.#stretch) this.#openedSince += 1;
    this.#lastIn.set(key, this.#stretch);
    this.bytesRead += bytesRead;
    this.#bytesSince += bytesRead;
  }

  /** What was taken since the last call. */
  takeSince(): { readonly filesOpened: number; readonly bytesRead: number } {
    const since = { filesOpened: this.#openedSince, bytesRead: this.#bytesSince };
    this.#stretch += 1;
    this.#openedSince = 0;
    this.#bytesSince = 0;
    return since;
  }

  get count(): number {
    return this.#lastIn.size;
  }
}

const FNV_START = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const OTHER_PRIME = 0x85ebca6b;

/** 52 bits of hash instead of the path: hundreds of thousands are held, and no two of them are likely to share one. */
function numberOf(path: Buffer): number {
  let [high, low] = [FNV_START, FNV_START];
  for (const byte of path) {
    high = Math.imul(high ^ byte, FNV_PRIME);
    low = Math.imul(low ^ byte, OTHER_PRIME);
  }
  return (high >>> 0) * 2 ** 20 + (low >>> 12);
}
