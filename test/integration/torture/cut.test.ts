import { expect, it } from 'vitest';

import { runTorture, titleOrWhyNot } from '#test/support/torture';

const [isSkipped, title] = await titleOrWhyNot(
  'cut',
  'loses nothing that was told as written when the power of its card is cut',
);

it.skipIf(isSkipped)(title, { timeout: 300_000 }, async () => {
  const run = await runTorture('cut', 6);

  expect(run.failures).toEqual([]);
  expect(run.figures['cuts']).toBe(6);
  expect(run.control.failed).toBeGreaterThan(0);
  expect(run.passed).toBe(true);
});
