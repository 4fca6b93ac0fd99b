import { expect, it } from 'vitest';

import { CacheBypass } from '#library/adapters/cache-bypass';

function nextOnes(bypass: CacheBypass, count: number): boolean[] {
  return Array.from({ length: count }, () => bypass.next() !== undefined);
}

it('believes two slow files in a row, and reads fifteen past the system’s memory before it asks again', () => {
  const bypass = new CacheBypass();

  for (const durationMs of [1.2, 0.01, 1.2]) bypass.timed(durationMs);
  expect(nextOnes(bypass, 2)).toEqual([false, false]);

  bypass.timed(1.2);
  expect(nextOnes(bypass, 16)).toEqual([...Array<boolean>(15).fill(true), false]);
  bypass.timed(1.2);
  expect(nextOnes(bypass, 2)).toEqual([true, true]);
});

it('leaves what comes from memory to the system', () => {
  const bypass = new CacheBypass();

  bypass.timed(0.01);

  expect(nextOnes(bypass, 3)).toEqual([false, false, false]);
});

it('never tries again where the file system refused', () => {
  const bypass = new CacheBypass();
  for (const durationMs of [1.2, 1.2]) bypass.timed(durationMs);

  bypass.refuse();
  bypass.timed(1.2);

  expect(nextOnes(bypass, 2)).toEqual([false, false]);
});
