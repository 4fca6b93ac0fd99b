import { expect, it } from 'vitest';

import { runTorture, titleOrWhyNot } from '#test/support/torture';

const [isSkipped, title] = await titleOrWhyNot('mpv', 'brings a killed player back where it was');

it.skipIf(isSkipped)(title, { timeout: 300_000 }, async () => {
  const run = await runTorture('mpv', 5);

  expect(run.failures).toEqual([]);
  expect(run.figures['kills']).toBe(5);
  expect(run.control.failed).toBeGreaterThan(0);
  expect(run.passed).toBe(true);
});
