import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { BackupSchedule } from '#storage/state/backup-schedule';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function setup() {
  const startMs = Date.now();
  const nowMs = () => Date.now() - startMs;
  const madeAtS: number[] = [];
  const schedule = new BackupSchedule({ nowMs, make: () => madeAtS.push(nowMs() / 1_000) });
  return { schedule, madeAtS };
}

it('makes the first soon after a change, the next ten minutes later', () => {
  const { schedule, madeAtS } = setup();
  for (let second = 0; second < 1_300; second += 1) {
    schedule.noteChange();
    vi.advanceTimersByTime(1_000);
  }

  expect(madeAtS).toEqual([30, 630, 1_230]);
});

it('makes none for small changes, which go with the next or the last', () => {
  const { schedule, madeAtS } = setup();
  schedule.noteSmallChange();
  vi.advanceTimersByTime(7_200_000);
  expect(madeAtS).toEqual([]);

  schedule.finish();
  expect(madeAtS).toEqual([7_200]);
});

it('makes none while nothing changes', () => {
  const { schedule, madeAtS } = setup();
  schedule.noteChange();
  vi.advanceTimersByTime(7_200_000);
  schedule.finish();

  expect(madeAtS).toEqual([30]);
});
