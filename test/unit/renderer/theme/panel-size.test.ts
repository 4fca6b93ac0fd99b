import { expect, it } from 'vitest';

import { dpOfPanel } from '#renderer/shared/theme/panel-size.ts';

it('knows the two panels', () => {
  expect([dpOfPanel(1024, 600), dpOfPanel(800, 480)]).toEqual([1.0625, 0.83]);
});

it('makes a dp the same length on a larger panel, as far as the frame fits', () => {
  expect(dpOfPanel(1280, 800, 10.1)).toBeCloseTo(1509.4 / 10.1 / 160, 3);
  expect(dpOfPanel(1024, 600, 5)).toBeCloseTo(600 / 565, 3);
});

it('makes the frame fit a window of any shape', () => {
  for (const [width, height] of [
    [1280, 720],
    [1920, 1080],
    [900, 900],
    [1600, 480],
  ] as const) {
    const dp = dpOfPanel(width, height);
    expect(964 * dp).toBeLessThanOrEqual(width + 1);
    expect(565 * dp).toBeLessThanOrEqual(height + 1);
  }
});
