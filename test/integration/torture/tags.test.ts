import { expect, it } from 'vitest';

import { runTorture, titleOrWhyNot } from '#test/support/torture';

const [isSkipped, title] = await titleOrWhyNot('tags', 'no damaged file hangs or breaks a reader');

it.skipIf(isSkipped)(title, { timeout: 120_000 }, async () => {
  const { passed, figures, failures, control } = await runTorture('tags', 3_000);
  expect(failures).toEqual([]);
  expect(figures['files']).toBe(3_000);
  expect(control.failed).toBeGreaterThan(0);
  expect(passed).toBe(true);
});
