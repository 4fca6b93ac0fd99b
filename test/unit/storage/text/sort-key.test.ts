import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { compareLetters, titleSort } from '#storage/text/sort-key';

const titles = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^(The |la |'|\()?[a-zA-Zäéß0-9 ]{0,8}$/u),
  fc.stringMatching(/^[Ѐ-ӿͰ-Ͽ぀-ヿ가-힣一-龯א-ת]{1,3}$/u),
);

const byKey = (a: string, b: string): number =>
  Buffer.compare(Buffer.from(titleSort(a).sortKey), Buffer.from(titleSort(b).sortKey));

describe('titleSort', () => {
  it.each([
    ['The Beatles', 'B'],
    ['A Day', 'D'],
    ['An Ode', 'O'],
    ['Die Ärzte', 'A'],
    ['Das Boot', 'B'],
    ['Les Choristes', 'C'],
    ['L’Amour', 'A'],
    ["L'Amour", 'A'],
    ['Los Lobos', 'L'],
    ['El Condor', 'C'],
    ['Una Paloma Blanca', 'P'],
    ['Las Ketchup', 'K'],
    ['Ein Kompliment', 'K'],
    ['Il Divo', 'D'],
    ['Het Goede Doel', 'G'],
    ['Une Belle Histoire', 'B'],
    ['Undertow', 'U'],
    ['The', 'T'],
    ['a-ha', 'A'],
    ['Latin', 'L'],
    ['“Heroes”', 'H'],
    ['(I Can’t Get No) Satisfaction', 'I'],
    ['Øresund', 'O'],
    ['99 Luftballons', '#'],
    ['$ign', '#'],
    ['', '#'],
    ['Чайф', 'Ч'],
    ['Ωmega', 'Ω'],
    ['ガンダム', 'か'],
    ['がくえん', 'か'],
    ['김치', '가'],
    ['中国', '…'],
  ])('puts %s under %s', (title, letter) => {
    expect(titleSort(title).letter).toBe(letter);
  });

  it('sorts numbers by size', () => {
    expect(['Part 10', 'Part 9', 'Part 009 b'].toSorted(byKey)).toEqual(['Part 9', 'Part 009 b', 'Part 10']);
  });

  it('keeps all titles of one letter together, in the order of the letters', () => {
    fc.assert(
      fc.property(fc.array(titles, { maxLength: 40 }), (list) => {
        const letters = list.toSorted(byKey).map((title) => titleSort(title).letter);
        expect(letters).toEqual(letters.toSorted(compareLetters));
      }),
    );
  });

  it('gives letters that the contract can carry', () => {
    fc.assert(
      fc.property(titles, (title) => {
        const { letter } = titleSort(title);
        expect(letter.length).toBeGreaterThanOrEqual(1);
        expect(letter.length).toBeLessThanOrEqual(2);
      }),
    );
  });
});
