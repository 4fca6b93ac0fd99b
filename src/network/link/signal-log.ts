import type { SignalSample } from '#contract/entities/router-modem';
import type { RouterStatus } from '#contract/entities/router-status';
import { sampleOf, withRouterHistory, withSample, type SignalHistory } from '#network/link/signal-history';
import type { SignalStore } from '#network/ports';

/** So much is collected before it goes to the card: a power cut costs a minute, and a card is not worn. */
const KEPT_EVERY_MS = 60_000;

/** The signal of this drive, also of the time before this service was started anew. */
export class SignalLog {
  readonly #store: SignalStore | undefined;
  #history: SignalHistory;
  #unkept: SignalSample[] = [];

  /** Without a `store` it lasts for as long as this runs. */
  constructor(store?: SignalStore) {
    this.#store = store;
    this.#history = store?.load() ?? [];
  }

  get history(): SignalHistory {
    return this.#history;
  }

  heard(status: RouterStatus): void {
    const sample = sampleOf(status);
    const history = sample ? withSample(this.#history, sample) : this.#history;
    if (!sample || history === this.#history) return;
    this.#history = history;
    this.#unkept.push(sample);
    if (sample.atUptimeMs - (this.#unkept[0] ?? sample).atUptimeMs >= KEPT_EVERY_MS) this.flush();
  }

  /** What the router remembers by itself. It is not kept here: the router is asked for it again. */
  told(samples: readonly SignalSample[]): void {
    this.#history = withRouterHistory(this.#history, samples);
  }

  /** What is not on the card yet goes there. */
  flush(): void {
    if (this.#unkept.length > 0) this.#store?.keep(this.#unkept);
    this.#unkept = [];
  }

  /** Of a router that is no longer ours. */
  forget(): void {
    this.#history = [];
    this.#unkept = [];
    this.#store?.drop();
  }
}
