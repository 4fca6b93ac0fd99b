import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { AtMostEvery } from '#library/scan/at-most-every';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('calls at once, then once per gap however often it is asked, and the last request is never lost', () => {
  const call = vi.fn();
  const rate = new AtMostEvery(250, call);

  for (let at = 0; at < 1_000; at += 10) {
    rate.request();
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(1_000);

  expect(call).toHaveBeenCalledTimes(5);
});

it('calls nothing after a cancel', () => {
  const call = vi.fn();
  const rate = new AtMostEvery(250, call);
  rate.request();
  rate.request();
  rate.cancel();
  vi.advanceTimersByTime(1_000);

  expect(call).toHaveBeenCalledTimes(1);
});
