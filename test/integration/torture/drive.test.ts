import { expect, it } from 'vitest';

import { runTorture, titleOrWhyNot } from '#test/support/torture';

const [isSkipped, title] = await titleOrWhyNot(
  'drive',
  'loses nothing that was acknowledged when it is killed while it plays and indexes',
);

it.skipIf(isSkipped)(title, { timeout: 300_000 }, async () => {
  const run = await runTorture('drive', 4);

  expect(run.failures).toEqual([]);
  expect(run.figures['kills']).toBe(4);
  expect(run.control.failed).toBeGreaterThan(0);
  expect(run.passed).toBe(true);
});
