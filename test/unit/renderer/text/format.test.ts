import { expect, it } from 'vitest';

import { filmLength } from '#renderer/shared/text/film-length.ts';
import { formatClock, formatLength, formatTime, joinWithDots } from '#renderer/shared/text/format.ts';
import { languageName } from '#renderer/shared/text/language-name.ts';

it('tells times with the digits they need', () => {
  expect([0, 7_999, 187_000, 3_729_000, -5].map(formatTime)).toEqual(['0:00', '0:07', '3:07', '1:02:09', '0:00']);
});

it('tells lengths at a glance', () => {
  expect([50_000, 43 * 60_000, 103 * 60_000, 7_200_000, 7_190_000].map(formatLength)).toEqual([
    '50 s',
    '43 min',
    '1 h 43',
    '2 h',
    '2 h',
  ]);
});

it('tells how much of a film is left where it was left, else how long it is', () => {
  const durationMs = 103 * 60_000;
  expect(
    [
      { durationMs, resumeMs: null },
      { durationMs, resumeMs: 55 * 60_000 },
      { durationMs, resumeMs: durationMs + 1 },
      { durationMs: null, resumeMs: 55 * 60_000 },
    ].map(filmLength),
  ).toEqual(['1 h 43', '48 min left', '1 h 43', '']);
});

it('shows the clock with leading zeros', () => {
  expect(formatClock(new Date(2026, 0, 1, 6, 5))).toBe('06:05');
});

it('joins only what is there', () => {
  expect(joinWithDots(['Kate Bush', null, '', undefined, 1985])).toBe('Kate Bush · 1985');
});

it('keeps words written from the right apart from the figures beside them', () => {
  expect(joinWithDots(['أغاني', '2 of 5'])).toBe('\u2068أغاني\u2069 · 2 of 5');
});

it('names languages, and leaves be what is none', () => {
  expect([languageName('eng', 'en'), languageName('de', 'en')]).toEqual(['English', 'German']);
  expect([languageName(null, 'en'), languageName('und', 'en'), languageName('12 !', 'en')]).toEqual([
    null,
    null,
    '12 !',
  ]);
});
