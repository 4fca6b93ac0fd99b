import { pathKey } from '#library/scan/path-bytes';

/** What a scan took from the stick, for its summary: an unchanged stick has 0 of both. */
export class OpenedFiles {
  /** By path: the stretch of the scan in which it was opened last. */
  readonly #lastIn = new Map<string, number>();
  #stretch = 0;
  #openedSince = 0;
  #bytesSince = 0;
  bytesRead = 0;

  note(path: Buffer, bytesRead: number): void {
    const key = pathKey(path);
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
