import { afterEach, expect, it, vi } from 'vitest';

import { Ducker } from '#player/prompts/ducker';

afterEach(() => vi.useRealTimers());

function setup() {
  vi.useFakeTimers();
  const startedMs = Date.now();
  const levels: number[] = [];
  const ducker = new Ducker({
    clock: { uptimeMs: () => Date.now() - startedMs },
    target: { setDuck: (db) => levels.push(db) },
  });
  return { ducker, levels, now: () => levels.at(-1) ?? 0, pass: (ms: number) => vi.advanceTimersByTimeAsync(ms) };
}

it('takes the music down within 300 ms, evenly, and says so once it is heard', async () => {
  const { ducker, now, levels, pass } = setup();
  const reached = vi.fn();
  void ducker.hold(12).reached.then(reached);

  await pass(150);
  expect(now()).toBeCloseTo(5.6, 0);
  expect(reached).not.toHaveBeenCalled();
  await pass(150);
  expect(now()).toBe(12);
  expect(levels).toEqual(levels.toSorted((a, b) => a - b));
  await pass(300);
  expect(reached).toHaveBeenCalled();
});

it('lets it up in 1.2 s, and down again from where it was', async () => {
  const { ducker, now, pass } = setup();
  const first = ducker.hold(12);
  await pass(1_000);
  first.release();
  await pass(600);
  expect(now()).toBeCloseTo(6, 0);
  ducker.hold(12);
  await pass(20);
  expect(now()).toBeGreaterThan(6);
  await pass(280);
  expect(now()).toBe(12);
});

it('keeps the deepest of several, and restores after the last', async () => {
  const { ducker, now, pass } = setup();
  const one = ducker.hold(12);
  const other = ducker.hold(40);
  await pass(400);
  expect(now()).toBe(40);
  other.release();
  await pass(1_300);
  expect(now()).toBe(12);
  one.release();
  await pass(1_300);
  expect(now()).toBe(0);
});
