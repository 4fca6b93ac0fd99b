import { expect, it } from 'vitest';

import { runTorture, titleOrWhyNot } from '#test/support/torture';

const [isSkipped, title] = await titleOrWhyNot(
  'yank',
  'waits for a pulled stick, keeps its rows, and goes on in the same place',
);

it.skipIf(isSkipped)(title, { timeout: 300_000 }, async () => {
  const run = await runTorture('yank', 5);

  expect(run.failures).toEqual([]);
  expect(run.figures['yanks']).toBe(5);
  expect(run.control.failed).toBeGreaterThan(0);
  expect(run.passed).toBe(true);
});
