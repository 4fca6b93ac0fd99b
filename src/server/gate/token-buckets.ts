export interface BucketRate {
  readonly perSecond: number;
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/** Beyond this, buckets that have filled up again are forgotten. */
const SWEEP_ABOVE = 512;

/** How often each of many clients may ask: a bucket of tokens per key. Time comes as an argument. */
export class TokenBuckets {
  readonly #rate: BucketRate;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: BucketRate) {
    this.#rate = rate;
  }

  /** Takes one token: 0 when there was one, else how long until there is. */
  take(key: string, nowMs: number): number {
    const bucket = this.#refilled(key, nowMs);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > SWEEP_ABOVE) this.#sweep(nowMs);
    if (bucket.tokens < 1) return ((1 - bucket.tokens) / this.#rate.perSecond) * 1_000;
    bucket.tokens -= 1;
    return 0;
  }

  get size(): number {
    return this.#buckets.size;
  }

  #refilled(key: string, nowMs: number): Bucket {
    const { perSecond, burst } = this.#rate;
    const { tokens, atMs } = this.#buckets.get(key) ?? { tokens: burst, atMs: nowMs };
    return { tokens: Math.min(burst, tokens + ((nowMs - atMs) / 1_000) * perSecond), atMs: nowMs };
  }

  #sweep(nowMs: number): void {
    for (const key of this.#buckets.keys()) {
      if (this.#refilled(key, nowMs).tokens >= this.#rate.burst) this.#buckets.delete(key);
    }
  }
}
