import { DirectWindow } from '#library/adapters/direct-window';

/** Slower than memory ever is, and faster than sticks. */
const FROM_MEMORY_MS = 0.15;
const FILES_PER_PROBE = 16;
/** One alone may have waited for the processor. */
const SLOW_TO_BELIEVE = 2;

/**
 * Whether the first block of a file is read past the system's memory of files. Behind that block the system would read
 * three more ahead, which nobody looks at; but what it has in memory already comes from there at once. Which of it is the
 * case for a stick, every 16th file tells by its time.
 */
export class CacheBypass {
  readonly #window = new DirectWindow();
  #filesToProbe = 0;
  #slowInARow = 0;
  #isRefused = false;

  /** For the next file; undefined: it is read as usual, and `timed` is to be told. */
  next(): DirectWindow | undefined {
    if (this.#filesToProbe === 0) return undefined;
    this.#filesToProbe -= 1;
    return this.#window;
  }

  /** How long the first read of a file took that was read as usual. */
  timed(durationMs: number): void {
    this.#slowInARow = durationMs > FROM_MEMORY_MS ? this.#slowInARow + 1 : 0;
    if (!this.#isRefused && this.#slowInARow >= SLOW_TO_BELIEVE) this.#filesToProbe = FILES_PER_PROBE - 1;
  }

  /** The file system cannot do it. */
  refuse(): void {
    this.#isRefused = true;
    this.#filesToProbe = 0;
  }
}
