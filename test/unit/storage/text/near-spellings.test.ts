import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nearSpellings } from '#storage/text/near-spellings';

const all = (word: string): Set<string> => new Set([...nearSpellings(word).values()].flatMap((set) => [...set]));
const word = fc.stringMatching(/^[a-z]{4,9}$/u);

describe('near spellings', () => {
  it.each([
    ['metalica', 'metallica'],
    ['metalllica', 'metallica'],
    ['metaliica', 'metallica'],
    ['emtallica', 'metallica'],
    ['qetallica', 'metallica'],
    ['чвйковский', 'чайковский'],
    ['θάλασα', 'θάλασσα'],
  ])('of %s have %s', (typed, meant) => {
    expect(all(typed).has(meant)).toBe(true);
  });

  it('have every word of which one letter was typed wrong, and never the word itself', () => {
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom('a', 'b', 'c', 'x', 'y', 'z'), (meant, seed, letter) => {
        const at = seed % meant.length;
        const typed = `${meant.slice(0, at)}${letter}${meant.slice(at + 1)}`;
        fc.pre(typed !== meant);
        expect(all(typed).has(meant)).toBe(true);
        expect(all(typed).has(typed)).toBe(false);
      }),
    );
  });

  it('are as typed before the place of the wrong letter', () => {
    for (const [at, spellings] of nearSpellings('harbour')) {
      for (const one of spellings) expect(one.slice(0, at)).toBe('harbour'.slice(0, at));
    }
  });

  it('of a word without an alphabet only leave out or swap', () => {
    expect([...all('中国')].toSorted()).toEqual(['中', '国', '国中'].toSorted());
  });
});
