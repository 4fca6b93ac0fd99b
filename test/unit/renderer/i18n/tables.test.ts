import { afterEach, describe, expect, it } from 'vitest';

import { phoneTables, phoneWords } from '#renderer/remote/phone-words.ts';
import { de } from '#renderer/shared/i18n/de.ts';
import { en } from '#renderer/shared/i18n/en.ts';
import { language } from '#renderer/shared/i18n/language.svelte.ts';
import { words } from '#renderer/shared/i18n/words.ts';
import { formatClock, formatCount, formatPercent, formatSeconds } from '#renderer/shared/text/format.ts';

/** `music.albums`, `music.disc(1)`: every word with where it stands; functions by how many values they take. */
function keysOf(table: object, path = ''): string[] {
  return Object.entries(table).flatMap(([key, value]: [string, unknown]) => {
    const here = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'function') return [`${here}(${String(value.length)})`];
    return typeof value === 'object' && value !== null ? keysOf(value, here) : [here];
  });
}

function emptyIn(table: object, path = ''): string[] {
  return Object.entries(table).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value === 'object' && value !== null) return emptyIn(value, `${path}.${key}`);
    return value === '' ? [`${path}.${key}`] : [];
  });
}

afterEach(() => {
  language.choose('en');
});

describe('the words of the screens', () => {
  it.each([
    ['shared', en, de],
    ['phone', phoneTables.en, phoneTables.de],
  ])('have every key in both languages: %s', (_name, english, german) => {
    const isTold = (key: string): boolean => !key.startsWith('notices.what.');
    expect(keysOf(german).filter(isTold).sort()).toEqual(keysOf(english).filter(isTold).sort());
    expect(emptyIn(german)).toEqual(emptyIn(english));
  });

  it('follow the language that is chosen', () => {
    language.choose('de');
    expect([words.music.albums, words.music.songCount(1_234), phoneWords.tabs.now]).toEqual([
      'Alben',
      '1.234 Titel',
      'Jetzt',
    ]);
    language.choose('en');
    expect([words.music.albums, words.music.songCount(1), phoneWords.tabs.now]).toEqual(['Albums', '1 song', 'Now']);
  });
});

it('writes figures and times as the language does', () => {
  const write = (): string[] => [
    formatCount(12_345),
    formatSeconds(5_240),
    formatPercent(40).replace('\u00a0', ' '),
    formatClock(new Date(2026, 10, 25, 18, 5)),
  ];
  language.choose('de');
  expect(write()).toEqual(['12.345', '5,2 s', '40 %', '18:05']);
  language.choose('en');
  expect(write()).toEqual(['12,345', '5.2 s', '40%', '18:05']);
});
