import { join } from 'node:path';
import { expect, it, vi } from 'vitest';

import { noticesOf, scanned } from '#test/integration/service/support/asking';
import { startService } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';

// Several services start in each: a machine that runs all tests at once gets its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

it('has a stick that is named twice once, with a notice that says so', async () => {
  await using folder = await makeTempFolder();
  const mounts = join(folder.path, 'mounts');
  const truth = await makeStick(join(mounts, 'STICK'), { tracks: 4 });
  await using service = await startService({ mounts, media: [truth.dir] });
  await scanned(service);

  expect(await service.client.call('listVolumes', {})).toMatchObject([{ label: 'STICK', trackCount: 4 }]);
  expect(await noticesOf(service)).toMatchObject([
    { code: 'volume_twice', message: expect.stringContaining(truth.dir) as string },
  ]);
});
