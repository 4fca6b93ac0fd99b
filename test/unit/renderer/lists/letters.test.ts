import { expect, it } from 'vitest';

import { letterAtFraction, letterAtOffset, spreadLetters } from '#renderer/shared/lists/letters.ts';

const LETTERS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter, index) => ({
  letter,
  offset: index * 10,
  count: 10,
}));
const names = (letters: readonly { letter: string }[]): string => letters.map((one) => one.letter).join('');

it('shows as many letters as there is room for, from the first to the last', () => {
  expect(names(spreadLetters(LETTERS, 6))).toBe('AFKPUZ');
  expect(spreadLetters(LETTERS, 9)).toHaveLength(9);
});

it('shows all letters where there is room', () => {
  expect(spreadLetters(LETTERS.slice(0, 4), 9)).toHaveLength(4);
  expect(spreadLetters([], 9)).toEqual([]);
});

it('finds the letter under a finger, beyond the edges too', () => {
  expect([-1, 0, 0.5, 1, 2].map((at) => letterAtFraction(LETTERS, at)?.letter)).toEqual(['A', 'A', 'N', 'Z', 'Z']);
});

it('knows which letter the list shows', () => {
  expect([0, 9, 10, 255, 9_999].map((offset) => letterAtOffset(LETTERS, offset)?.letter)).toEqual([
    'A',
    'A',
    'B',
    'Z',
    'Z',
  ]);
});
