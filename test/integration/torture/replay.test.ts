import { expect, it } from 'vitest';

import { runTorture, titleOrWhyNot } from '#test/support/torture';

const [isSkipped, title] = await titleOrWhyNot(
  'replay',
  'opens every state that a cut may leave on the disk, with all that was told',
);

it.skipIf(isSkipped)(title, { timeout: 300_000 }, async () => {
  const run = await runTorture('replay', 200);

  expect(run.failures).toEqual([]);
  expect(run.figures['states']).toBe(200);
  expect(run.control.failed).toBeGreaterThan(0);
  expect(run.passed).toBe(true);
});
