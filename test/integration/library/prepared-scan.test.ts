import { expect, it } from 'vitest';

import { makeScanning } from '#test/integration/library/scanning';
import { makeStick } from '#test/support/stick';

const threads = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;

it('looks through a stick with the thread that was started ahead of it', async () => {
  await using scanning = await makeScanning();
  await makeStick(scanning.stick, { tracks: 3 });
  const before = threads();
  scanning.runner.prepare({ withReaders: true });
  const prepared = threads();
  expect(prepared).toBeGreaterThan(before);

  await scanning.scan();
  expect(threads()).toBe(prepared);
  expect(scanning.library.tracks.list({ isOnlineOnly: false }, { offset: 0, limit: 10 }).items).toHaveLength(3);
});

it('starts nothing any more once it was stopped', async () => {
  await using scanning = await makeScanning();
  await scanning.runner.stop();
  const before = threads();
  scanning.runner.prepare({ withReaders: false });
  expect(threads()).toBe(before);
});
