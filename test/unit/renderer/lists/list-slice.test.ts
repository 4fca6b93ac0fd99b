import { expect, it } from 'vitest';

import { listSlice } from '#renderer/shared/lists/list-slice.ts';

function setup(total: number | undefined) {
  const shown: string[] = [];
  return {
    shown,
    source: {
      total,
      at: (index: number) => index,
      show: (first: number, last: number) => void shown.push(`${String(first)}-${String(last)}`),
    },
  };
}

it('holds so many items from the place where it begins', () => {
  const { source, shown } = setup(1_000);
  const part = listSlice(source, 200, 50);
  part.show?.(0, 9);
  expect([part.total, part.at(0), part.at(49)]).toEqual([50, 200, 249]);
  expect(shown).toEqual(['200-209']);
});

it('ends with its list', () => {
  expect(listSlice(setup(220).source, 200, 50).total).toBe(20);
  expect(listSlice(setup(20).source, 0, 50).total).toBe(20);
});

it('stays within a list that became shorter, or empty', () => {
  expect(listSlice(setup(10).source, 200, 50)).toMatchObject({ start: 9, total: 1 });
  expect(listSlice(setup(0).source, 200, 50)).toMatchObject({ start: 0, total: 0 });
});

it('knows nothing of a list of which nothing is known', () => {
  expect(listSlice(setup(undefined).source, 200, 50)).toMatchObject({ start: 200, total: undefined });
});
