/** Calls `call` at once, and then at most every `gapMs` with the newest reason to; `flush` calls what is due now. */
export class AtMostEvery {
  readonly #gapMs: number;
  readonly #call: () => void;
  #timer: NodeJS.Timeout | undefined;
  #isDue = false;

  constructor(gapMs: number, call: () => void) {
    this.#gapMs = gapMs;
    this.#call = call;
  }

  request(): void {
    this.#isDue = true;
    if (this.#timer === undefined) this.flush();
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#isDue) return;
    this.#isDue = false;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.flush();
    }, this.#gapMs);
    this.#call();
  }

  /** Nothing is called any more. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isDue = false;
  }
}
