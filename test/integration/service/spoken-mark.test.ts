import { rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';

import { scanned } from '#test/integration/service/support/asking';
import { firstOf } from '#test/support/first-of';
import { startService } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

vi.setConfig({ testTimeout: 120_000 });

it('knows a folder as spoken word also under the name that it gets later', async () => {
  const scratch = await makeTempFolder();
  const { dir, tracks } = await makeStick(join(scratch.path, 'stick'), { tracks: 4, albums: 2 });
  const service = await startService({ media: [dir] });
  onTestFinished(async () => {
    await service.stop();
    await scratch[Symbol.asyncDispose]();
  });
  const { client } = service;
  await scanned(service);
  const album = dirname(firstOf(tracks).path);
  const { id: volumeId } = firstOf(await client.call('listVolumes', {}));
  const spoken = async () => {
    const { items } = await client.call('listFolders', { volumeId, path: dirname(album) });
    return items.flatMap((item) => (item.kind === 'folder' && item.isSpoken ? item.name : []));
  };
  const { items } = await client.call('listFolders', { volumeId, path: dirname(album) });
  const folder = items.find((item) => item.kind === 'folder' && item.path === album);
  if (folder?.kind !== 'folder') throw new Error(`No folder ${album}`);
  await client.call('setFolderSpoken', { id: folder.id, isSpoken: true });
  expect(await spoken()).toEqual([folder.name]);

  await rename(join(dir, album), join(dir, dirname(album), 'Renamed'));
  await client.call('scanVolume', { id: volumeId });

  await until(async () => (await spoken()).join() === 'Renamed', { limitMs: 60_000 });
});
