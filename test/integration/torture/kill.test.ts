import { expect, it } from 'vitest';

import { runTorture, titleOrWhyNot } from '#test/support/torture';

const [isSkipped, title] = await titleOrWhyNot(
  'kill',
  'loses nothing that was told as written when the writer is killed',
);

it.skipIf(isSkipped)(title, { timeout: 300_000 }, async () => {
  const run = await runTorture('kill', 15);

  expect(run.failures).toEqual([]);
  expect(run.figures['kills']).toBe(15);
  expect(run.control.failed).toBeGreaterThan(0);
  expect(run.passed).toBe(true);
});
