const NEWLINE = 0x0a;

/** Cuts a stream of bytes into lines. A line longer than the limit is dropped as a whole; reading goes on behind it. */
export class LineReader {
  readonly #limitBytes: number;
  #parts: Buffer[] = [];
  #length = 0;
  #isSkipping = false;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  push(chunk: Buffer): Buffer[] {
    const lines: Buffer[] = [];
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      this.#add(chunk.subarray(from, end));
      if (!this.#isSkipping && this.#length > 0) lines.push(Buffer.concat(this.#parts, this.#length));
      this.#reset();
      this.#isSkipping = false;
      from = end + 1;
    }
    this.#add(chunk.subarray(from));
    return lines;
  }

  #add(part: Buffer): void {
    if (this.#isSkipping || part.length === 0) return;
    this.#parts.push(part);
    this.#length += part.length;
    if (this.#length <= this.#limitBytes) return;
    this.#reset();
    this.#isSkipping = true;
  }

  #reset(): void {
    this.#parts = [];
    this.#length = 0;
  }
}
