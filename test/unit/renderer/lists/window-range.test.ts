import fc from 'fast-check';
import { expect, it } from 'vitest';

import { windowRange } from '#renderer/shared/lists/window-range.ts';

const LONG = { heightPx: 330, rowHeightPx: 89, columns: 1, total: 50_000, overscan: 5 };

it('draws a few rows of many, wherever one is', () => {
  expect(windowRange({ ...LONG, scrollPx: 0 })).toEqual({ start: 0, end: 9 });
  expect(windowRange({ ...LONG, scrollPx: 89 * 1_000 })).toEqual({ start: 995, end: 1_009 });
});

it('draws whole rows of a grid', () => {
  expect(windowRange({ ...LONG, columns: 5, scrollPx: 0, total: 23 })).toEqual({ start: 0, end: 23 });
  expect(windowRange({ ...LONG, columns: 5, scrollPx: 89 * 100 })).toEqual({ start: 475, end: 545 });
});

it('never leaves the list nor a gap in what is seen', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 400_000 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 3_000 }),
      (scrollPx, columns, total) => {
        const { start, end } = windowRange({ ...LONG, scrollPx, columns, total });
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(total);
        expect(end - start).toBeLessThanOrEqual(15 * columns);
        const firstSeen = Math.floor(scrollPx / LONG.rowHeightPx) * columns;
        if (firstSeen < total) {
          expect(start).toBeLessThanOrEqual(firstSeen);
          expect(end).toBeGreaterThan(firstSeen);
        }
      },
    ),
  );
});
