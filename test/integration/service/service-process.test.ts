import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { expect, it } from 'vitest';

import { firstOf } from '#test/support/first-of';
import { freePort } from '#test/support/free-port';
import { playedMs } from '#test/support/played-ms';
import { runService, startService } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

it('ends on SIGTERM with exit code 0', async () => {
  await using service = await startService();
  const startedMs = performance.now();
  expect(await service.stop('SIGTERM')).toBe(0);
  expect(performance.now() - startedMs).toBeLessThan(4_000);
});

it('refuses a second instance on the same data folder and leaves the first one alone', async () => {
  await using service = await startService();
  const port = String(await freePort());
  const second = await runService(['--data', service.data, '--mounts', service.mounts, '--port', port, '--no-demo']);

  expect(second.code).not.toBe(0);
  expect(second.log).toContain(service.data);
  expect(await service.client.call('health', {})).toMatchObject({ status: 'ok' });
});

it('refuses a port that is in use and names it', async () => {
  await using service = await startService();
  await using folder = await makeTempFolder();
  const { port } = new URL(service.baseUrl);
  const second = await runService([
    '--data',
    join(folder.path, 'data'),
    '--mounts',
    service.mounts,
    '--port',
    port,
    '--no-demo',
  ]);

  expect(second.code).toBe(2);
  expect(second.log).toContain(port);
});

it('comes back to the same queue, song and volume after it was killed', async () => {
  await using folder = await makeTempFolder();
  const truth = await makeStick(join(folder.path, 'SUNDAY'), { tracks: 11, seconds: 60 });
  const plan = { media: [truth.dir], data: join(folder.path, 'data') };
  const before = await startService(plan);
  const album = await until(async () => {
    const [first] = (await before.client.call('listAlbums', { limit: 1 })).items;
    return first?.trackCount === truth.tracks.length ? first : undefined;
  });
  const { id } = firstOf(await before.client.call('listZones', {}));
  await before.client.call('play', { id, albumId: album.id, startAt: 4 });
  await before.client.call('setVolume', { id, percent: 37 });
  await until(async () => (await playedMs(before.client, id)) > 0);
  // What was told a moment ago is written within a quarter of a second.
  await wait(400);
  await before.stop('SIGKILL');

  await using after = await startService(plan);
  const zone = await until(async () => {
    const now = await after.client.call('getZone', { id });
    return now.status === 'playing' ? now : undefined;
  });
  expect(zone).toMatchObject({ queueLength: 11, queueIndex: 4, volumePercent: 37 });
  expect(zone.item?.title).toBe(truth.tracks[4]?.title);
});
