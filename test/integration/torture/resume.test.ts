import { expect, it } from 'vitest';

import { runTorture, titleOrWhyNot } from '#test/support/torture';

const [isSkipped, title] = await titleOrWhyNot(
  'resume',
  'comes back to the same queue, song and volume, at a position that was heard',
);

it.skipIf(isSkipped)(title, { timeout: 300_000 }, async () => {
  const run = await runTorture('resume', 2);

  expect(run.failures).toEqual([]);
  expect(run.figures['resumes']).toBe(2);
  expect(run.control.failed).toBeGreaterThan(0);
  expect(run.passed).toBe(true);
});
