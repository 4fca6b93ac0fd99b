import { describe, expect, it } from 'vitest';

import { goesOn, isHeardEnough, resumePoint, rewindMs } from '#player/heard/heard-rules';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('isHeardEnough', () => {
  it.each([
    [89_999, 180_000, false],
    [90_000, 180_000, true],
    [4 * MINUTE_MS - 1, HOUR_MS, false],
    [4 * MINUTE_MS, HOUR_MS, true],
    [4 * MINUTE_MS, undefined, true],
    [3 * MINUTE_MS, undefined, false],
    [0, 0, false],
  ])('%d ms heard of %s ms: %s', (heardMs, durationMs, isEnough) => {
    expect(isHeardEnough(heardMs, durationMs)).toBe(isEnough);
  });
});

describe('goesOn', () => {
  it.each([
    ['video', false, MINUTE_MS, true],
    ['video', false, undefined, true],
    ['track', false, 20 * MINUTE_MS - 1, false],
    ['track', false, 20 * MINUTE_MS, true],
    ['track', false, undefined, false],
    ['track', true, 5 * MINUTE_MS, true],
  ] as const)('a %s (spoken: %s) of %s ms: %s', (kind, isSpoken, durationMs, isLong) => {
    expect(goesOn({ kind, isSpoken, durationMs })).toBe(isLong);
  });
});

describe('rewindMs', () => {
  it.each([
    [0, 0],
    [999, 0],
    [1_200, 5_020],
    [60_000, 6_000],
    [10 * MINUTE_MS, 15_000],
    [HOUR_MS, 15_000],
    [Infinity, 15_000],
  ])('after %d ms of silence: %d ms', (silenceMs, backMs) => {
    expect(rewindMs(silenceMs)).toBe(backMs);
  });
});

describe('resumePoint', () => {
  it.each([
    ['in the middle', 48 * MINUTE_MS, HOUR_MS * 2, 48 * MINUTE_MS],
    ['at the very beginning', 4_999, HOUR_MS, undefined],
    ['behind the beginning', 5_000, HOUR_MS, 5_000],
    ['a minute before the end of a film', HOUR_MS - MINUTE_MS, HOUR_MS, undefined],
    ['a little more before it', HOUR_MS - MINUTE_MS - 1, HOUR_MS, HOUR_MS - MINUTE_MS - 1],
    ['in the last 5 % of something short', 9_500, 10_000, undefined],
    ['before the last 5 % of something short', 9_400, 10_000, 9_400],
    ['in the first 5 % of something short', 499, 10_000, undefined],
    ['where nobody knows the length', 61_000, undefined, 61_000],
  ])('%s', (_where, positionMs, durationMs, point) => {
    expect(resumePoint(positionMs, durationMs)).toBe(point);
  });
});
