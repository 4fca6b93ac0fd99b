import { createSubscriber } from 'svelte/reactivity';

const TICK_MS = 250;

/** One timer for all that moves with time; it runs only while something on the screen reads it. */
export class Ticker {
  readonly #readNowMs: () => number;
  readonly #subscribe: () => void;

  constructor(readNowMs: () => number) {
    this.#readNowMs = readNowMs;
    this.#subscribe = createSubscriber((update) => {
      const timer = setInterval(update, TICK_MS);
      return () => {
        clearInterval(timer);
      };
    });
  }

  /** The time now; what reads it in an effect or a template is run again at each tick. */
  get nowMs(): number {
    this.#subscribe();
    return this.#readNowMs();
  }
}
