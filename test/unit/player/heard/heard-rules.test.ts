import { describe, expect, it } from 'vitest';

import { goesOn, isHeardEnough, resumePoint } from '#player/heard/heard-rules';

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
    ['video', 'a.mkv', MINUTE_MS, true],
    ['video', 'a.mkv', undefined, true],
    ['track', 'a.mp3', 20 * MINUTE_MS - 1, false],
    ['track', 'a.mp3', 20 * MINUTE_MS, true],
    ['track', 'a.mp3', undefined, false],
    ['track', 'Book.M4B', 5 * MINUTE_MS, true],
  ] as const)('a %s %s of %s ms: %s', (kind, path, durationMs, isLong) => {
    expect(goesOn({ kind, path: Buffer.from(path), durationMs })).toBe(isLong);
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
