const LIMIT = 5;
const WINDOW_MS = 60_000;

/** Tells a file that kills players from a player that dies: five deaths on one file within a minute. */
export class DeathCounter {
  readonly #deaths = new Map<string, number[]>();

  /** True when this death was one too many. */
  isTooMany(itemId: string, nowMs: number): boolean {
    const recent = (this.#deaths.get(itemId) ?? []).filter((atMs) => nowMs - atMs < WINDOW_MS);
    recent.push(nowMs);
    this.#deaths.clear();
    this.#deaths.set(itemId, recent);
    return recent.length >= LIMIT;
  }
}
