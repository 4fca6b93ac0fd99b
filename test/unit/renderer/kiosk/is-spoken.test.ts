import { expect, it } from 'vitest';

import { isSpoken } from '#renderer/shared/features/is-spoken.ts';

it.each([
  ['a song', { kind: 'track', durationMs: 240_000, path: 'a.mp3' }, false],
  ['a long recording', { kind: 'track', durationMs: 1_200_000, path: 'a.mp3' }, true],
  ['a short chapter of a book', { kind: 'track', durationMs: null, path: 'Book/1.M4B' }, true],
  ['a film', { kind: 'video', durationMs: 6_000_000, path: 'a.mkv' }, false],
] as const)('%s: spoken or not', (_name, item, expected) => {
  expect(isSpoken(item)).toBe(expected);
});
