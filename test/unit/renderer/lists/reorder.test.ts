import { expect, it } from 'vitest';

import { rowUnder } from '#renderer/shared/lists/reorder.svelte.ts';

it.each([
  [3, 0, 3],
  [3, 40, 3],
  [3, 50, 4],
  [3, -130, 2],
  [3, 5_000, 9],
  [3, -5_000, 0],
])('drops row %i that was dragged by %i px at %i', (from, byPx, to) => {
  expect(rowUnder(from, byPx, 90, 10)).toBe(to);
});
