import { setImmediate } from 'node:timers/promises';

const LONGEST_TURN_MS = 15;

/** Lets messages in between the steps of long synchronous work, so that a cancel is heard. */
export class Breather {
  readonly #signal: AbortSignal;
  #turnEndsAt = performance.now() + LONGEST_TURN_MS;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Throws the signal's reason once cancelled. */
  async breathe(): Promise<void> {
    if (performance.now() < this.#turnEndsAt) return;
    await setImmediate();
    this.#signal.throwIfAborted();
    this.#turnEndsAt = performance.now() + LONGEST_TURN_MS;
  }
}
