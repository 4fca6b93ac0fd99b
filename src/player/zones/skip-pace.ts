const FIRST_DELAY_MS = 80;
const REPEATED_DELAY_MS = 200;
const IS_REPEATED_WITHIN_MS = 700;

/** How long to wait for another press before a skip is carried out: of ten quick presses only the last target plays. */
export class SkipPace {
  #lastMs = Number.NEGATIVE_INFINITY;

  delayMs(nowMs: number): number {
    const isRepeated = nowMs - this.#lastMs < IS_REPEATED_WITHIN_MS;
    this.#lastMs = nowMs;
    return isRepeated ? REPEATED_DELAY_MS : FIRST_DELAY_MS;
  }
}
