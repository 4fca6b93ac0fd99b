import { expect, it } from 'vitest';

import { placeAfterCurrent } from '#renderer/remote/queue/place-after-current.ts';

/** What `moveInQueue` does: out of its place, then in at the index. */
function moved(queue: readonly string[], from: number, to: number): string[] {
  const rest = queue.filter((_entry, index) => index !== from);
  return rest.toSpliced(to, 0, queue[from] ?? '');
}

it.each([0, 1, 3, 4])('puts entry %i right behind the current one', (from) => {
  const queue = ['a', 'b', 'current', 'd', 'e'];
  const after = moved(queue, from, placeAfterCurrent(from, 2));
  expect(after[after.indexOf('current') + 1]).toBe(queue[from]);
});

it('puts an entry first where nothing is current', () => {
  expect(placeAfterCurrent(4, null)).toBe(0);
});
