/** The service's monotonic time, told by the page's own: each message says what it was when it was sent. */
export class ServiceClock {
  readonly #nowMs: () => number;
  #offsetMs: number | undefined;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** A new connection: perhaps another boot of the service. */
  reset(uptimeMs: number): void {
    this.#offsetMs = uptimeMs - this.#nowMs();
  }

  /** The least delayed message knows best. */
  hear(uptimeMs: number): void {
    const offsetMs = uptimeMs - this.#nowMs();
    if (this.#offsetMs === undefined || offsetMs > this.#offsetMs) this.#offsetMs = offsetMs;
  }

  uptimeMs(): number {
    return this.#nowMs() + (this.#offsetMs ?? 0);
  }
}
