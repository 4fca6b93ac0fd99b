/** Lets so many pieces of work run at once; the others wait, in the order in which they came, and can be cancelled. */
export class Turns {
  readonly #atOnce: number;
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  async run<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
    signal.throwIfAborted();
    if (this.#running >= this.#atOnce) await this.#wait(signal);
    else this.#running += 1;
    try {
      return await work();
    } finally {
      this.#handOn();
    }
  }

  /** The turn itself is handed on, so that nobody who comes later can take it. */
  #handOn(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#running -= 1;
    else next();
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(take);
        reject(signal.reason as Error);
      };
      const take = () => {
        this.#waiting.delete(take);
        signal.removeEventListener('abort', leave);
        resolve();
      };
      this.#waiting.add(take);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
