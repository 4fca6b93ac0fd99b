import { describe, expect, it } from 'vitest';

import { cleanGenres, cleanText, durationMsOf, numberOf, yearOf } from '#library/scan/clean-tag';

describe('the text of a tag', () => {
  it.each([
    ['is trimmed', '  Ace  ', 'Ace'],
    ['is one line', 'Ace\r\nof\tSpades\0', 'Ace of Spades'],
    ['cannot turn its direction', 'a\u202Eb\u2066c', 'a b c'],
    ['keeps words written from the right', 'אריק איינשטיין', 'אריק איינשטיין'],
    ['keeps emoji that are joined', '👩‍🚀', '👩‍🚀'],
    ['is nothing when it is blank', ' \0 ', undefined],
    ['is nothing when it is missing', undefined, undefined],
  ])('%s', (_name, text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });

  it('has 500 characters at most, none of them half', () => {
    expect([...(cleanText('🎶'.repeat(5_000)) ?? '')]).toHaveLength(500);
  });
});

it('takes genres apart, each once', () => {
  expect(cleanGenres(['Rock; Pop', 'Pop', ' '])).toEqual(['Rock', 'Pop']);
  expect(cleanGenres([])).toBeUndefined();
});

it.each([
  ['2004', 2004],
  ['2004-05-01', 2004],
  ['01.05.1999', 1999],
  [1987, 1987],
  ['0000', undefined],
  ['20040501', undefined],
  ['soon', undefined],
  [undefined, undefined],
])('finds the year of %s', (date, year) => {
  expect(yearOf(date)).toBe(year);
});

it.each([
  ['3/12', 3],
  ['03', 3],
  [7, 7],
  ['0', undefined],
  ['A1', undefined],
  [null, undefined],
])('finds the number of %s', (text, number) => {
  expect(numberOf(text)).toBe(number);
});

it('drops lengths that cannot be', () => {
  expect([3.0304, 0, -1, NaN, Infinity, 1e9].map(durationMsOf)).toEqual([3030, ...Array<undefined>(5).fill(undefined)]);
});
