import { readSync } from 'node:fs';

const BLOCK_BYTES = 4_096;
const WINDOW_BYTES = 64 * 1024;
/** Memory comes in multiples of this, and a device wants it on a multiple of at most a block. */
const STEP_BYTES = 8;

/** Memory into which a device may write by itself, for files that were opened with O_DIRECT: both ask for whole blocks. */
export class DirectWindow {
  readonly #memory = new Uint8Array(WINDOW_BYTES + BLOCK_BYTES);
  /** Where the memory that the device takes begins; found by trying. */
  #start: number | undefined;

  /** Fills `target` as far as there is a window and a file; 0 at the end of the file. Throws the system's error. */
  read(fd: number, target: Uint8Array, position: number): number {
    const from = position - (position % BLOCK_BYTES);
    const skipped = position - from;
    const blocks = Math.ceil((skipped + target.length) / BLOCK_BYTES);
    const size = Math.min(blocks * BLOCK_BYTES, WINDOW_BYTES);
    const start = (this.#start ??= this.#find(fd));
    const got = readSync(fd, this.#memory, start, size, from);
    const found = this.#memory.subarray(
      start + skipped,
      start + Math.max(skipped, Math.min(got, skipped + target.length)),
    );
    target.set(found);
    return found.length;
  }

  #find(fd: number): number {
    for (let start = 0; ; start += STEP_BYTES) {
      try {
        readSync(fd, this.#memory, start, BLOCK_BYTES, 0);
        return start;
      } catch (error) {
        const isUnaligned = error instanceof Error && 'code' in error && error.code === 'EINVAL';
        if (!isUnaligned || start + STEP_BYTES >= BLOCK_BYTES) throw error;
      }
    }
  }
}
