import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { foldText } from '#storage/text/fold-text';
import { naturalKey, naturalPathKey } from '#storage/text/natural-key';
import { searchQuery, searchText } from '#storage/text/search-query';
import { shownPath, shownText } from '#storage/text/shown-text';
import { titleFromName } from '#storage/text/title-from-name';

const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe('foldText', () => {
  it.each([
    ['Björk', 'bjork'],
    ['STRASSE', 'strasse'],
    ['Straße', 'strasse'],
    ['  Two   words ', 'two words'],
    ['Ťřëś', 'tres'],
    ['Łódź Øre Æon', 'lodz ore aeon'],
    ['ΣΊΣΥΦΟΣ', 'σισυφοσ'],
    ['İstanbul', 'istanbul'],
    ['e\u0301', 'e'],
  ])('folds %s to %s', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  it('folds what is folded to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
    );
  });
});

describe('naturalKey', () => {
  it('puts 2 before 10 and numbers before letters, whatever the case', () => {
    expect(['cd 10', 'CD a', 'CD 2', 'cd 2b'].toSorted((a, b) => compareBytes(naturalKey(a), naturalKey(b)))).toEqual([
      'CD 2',
      'cd 2b',
      'cd 10',
      'CD a',
    ]);
  });

  it('keeps what is in a folder behind the folder and before its neighbours', () => {
    const paths = [['A B'], ['A', 'z'], ['A'], ['A', 'b', 'c']];
    expect(paths.toSorted((a, b) => compareBytes(naturalPathKey(a), naturalPathKey(b)))).toEqual([
      ['A'],
      ['A', 'b', 'c'],
      ['A', 'z'],
      ['A B'],
    ]);
  });

  it('orders any two numbers by size', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), fc.bigInt({ min: 0n, max: 10n ** 40n }), (a, b) => {
        expect(Math.sign(compareBytes(naturalKey(`t ${a}`), naturalKey(`t ${b}`)))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });
});

describe('shown names', () => {
  it('replaces invalid bytes and takes out control characters and direction overrides, but keeps emoji', () => {
    expect(shownPath(Buffer.from('a\nb\u001b[31m\u202ec/👨‍👩‍👧.mp3'))).toBe('ab[31mc/👨‍👩‍👧.mp3');
    expect(shownPath(Buffer.from([0x61, 0xff, 0xfe]))).toBe('a\ufffd\ufffd');
  });

  it('takes text of nothing to see for no text, and cuts what is too long', () => {
    expect(shownText(' \u200b\u0000 ')).toBeUndefined();
    expect(shownText(undefined)).toBeUndefined();
    expect(shownText('one\r\ntwo')).toBe('one two');
    expect(shownText('😀'.repeat(1000))?.length).toBeLessThanOrEqual(500);
  });

  it('gives text that every screen can take', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const shown = shownText(text) ?? '';
        expect(shown.isWellFormed()).toBe(true);
        expect(/\p{Cc}/u.test(shown)).toBe(false);
      }),
    );
  });
});

describe('titleFromName', () => {
  it.each([
    ['01 - Song.mp3', 'Song'],
    ['01. Song.mp3', 'Song'],
    ['1. Song.ogg', 'Song'],
    ['01 Song.flac', 'Song'],
    ['1-05 Song.mp3', 'Song'],
    ['03_my_song.mp3', 'my song'],
    ['12 - 24.mp3', '24'],
    ['7 Seconds.mp3', '7 Seconds'],
    ['99 Luftballons.mp3', '99 Luftballons'],
    ['50-50.mp3', '50-50'],
    ['01.mp3', '01'],
    ['.mp3', '.mp3'],
    ['Mr. Brown.mp3', 'Mr. Brown'],
    ['no extension', 'no extension'],
  ])('reads %s as %s', (name, title) => {
    expect(titleFromName(name)).toBe(title);
  });

  it('always leaves a title where there is a name', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        expect(titleFromName(name)).not.toBe('');
      }),
    );
  });
});

describe('searchQuery', () => {
  it('asks for each word from its beginning', () => {
    expect(searchQuery('Björk  HYPER')).toBe('"bjork"* "hyper"*');
    expect(searchQuery("don't")).toBe('"dont"*');
    expect(searchQuery('AC/DC')).toBe('"ac"* "dc"*');
    expect(searchText(null)).toBe('');
  });

  it.each(['', '!!!', '"', '* ^ ( )', "'"])('asks for nothing with %s', (words) => {
    expect(searchQuery(words)).toBeUndefined();
  });

  it('never lets the words be more than words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (words) => {
        expect(searchQuery(words) ?? '"a"*').toMatch(/^"[^"*]+"\*(?: "[^"*]+"\*)*$/u);
      }),
    );
  });
});
