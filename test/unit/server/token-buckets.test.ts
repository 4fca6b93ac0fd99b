import { describe, expect, it } from 'vitest';

import { TokenBuckets } from '#server/gate/token-buckets';

function setup() {
  return { buckets: new TokenBuckets({ perSecond: 10, burst: 3 }) };
}

describe('TokenBuckets', () => {
  it('lets a burst through, then says how long to wait', () => {
    const { buckets } = setup();

    expect([0, 0, 0, 0].map((nowMs) => buckets.take('a', nowMs))).toEqual([0, 0, 0, 100]);
    expect(buckets.take('a', 60)).toBeCloseTo(40);
    expect(buckets.take('a', 100)).toBe(0);
  });

  it('counts each key on its own', () => {
    const { buckets } = setup();
    for (let taken = 0; taken < 4; taken += 1) buckets.take('a', 0);

    expect(buckets.take('b', 0)).toBe(0);
  });

  it('saves up no more than the burst', () => {
    const { buckets } = setup();

    expect([1e9, 1e9, 1e9].map((nowMs) => buckets.take('a', nowMs))).toEqual([0, 0, 0]);
    expect(buckets.take('a', 1e9)).toBeGreaterThan(0);
  });

  it('forgets those who have not asked for long, and not those who have', () => {
    const { buckets } = setup();
    for (let key = 0; key < 512; key += 1) buckets.take(String(key), 0);
    for (let taken = 0; taken < 4; taken += 1) buckets.take('eager', 1_000);

    expect(buckets.size).toBeLessThan(10);
    expect(buckets.take('eager', 1_000)).toBeGreaterThan(0);
  });
});
