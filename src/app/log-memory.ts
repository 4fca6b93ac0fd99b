import { withoutSecrets } from '#app/without-secrets';
import type { LogTail } from '#server/ports';

const KEPT_BYTES = 512 * 1024;

/** The last half megabyte of what this run has logged, for whoever wants to send it to somebody. */
export class LogMemory implements LogTail {
  readonly #limitBytes: number;
  #lines: string[] = [];
  #bytes = 0;

  constructor(limitBytes = KEPT_BYTES) {
    this.#limitBytes = limitBytes;
  }

  /** A whole line, with its end. */
  add(line: string): void {
    this.#lines.push(line);
    this.#bytes += Buffer.byteLength(line);
    // Seldom, and then a good part of it: moving the rest up costs as much as it is long.
    if (this.#bytes > this.#limitBytes * 1.25) this.#forgetOldest();
  }

  text(): string {
    this.#forgetOldest();
    return this.#lines.map((line) => withoutSecrets(line)).join('');
  }

  #forgetOldest(): void {
    let from = 0;
    while (this.#bytes > this.#limitBytes && from < this.#lines.length) {
      this.#bytes -= Buffer.byteLength(this.#lines[from] ?? '');
      from += 1;
    }
    this.#lines = this.#lines.slice(from);
  }
}
