import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { makeBlockStick, whyNoLoopMount } from '#test/support/block-stick';
import { firstOf } from '#test/support/first-of';
import { untilLookedThrough } from '#test/support/looked-through';
import { playedMs } from '#test/support/played-ms';
import { startService } from '#test/support/service';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const obstacle = await whyNoLoopMount();
const title = obstacle === undefined ? 'a real file system' : `a real file system (skipped: ${obstacle})`;

describe.skipIf(obstacle !== undefined)(title, () => {
  it('is known by its UUID wherever it is mounted: yanked while it plays, the music waits, and goes on where it was', async () => {
    await using scratch = await makeTempFolder();
    await using service = await startService();
    const { client } = service;
    const plan = { tracks: 11, seconds: 90 };
    await using stick = await makeBlockStick(scratch.path, join(service.mounts, 'HOLIDAY'), 'HOLIDAY', plan);
    const { id } = firstOf(await client.call('listZones', {}));

    await stick.mount();
    await untilLookedThrough(client);
    const album = firstOf((await client.call('listAlbums', { limit: 1 })).items);
    const known = firstOf(await client.call('listVolumes', {}));
    expect(known).toMatchObject({ label: 'HOLIDAY', isOnline: true });
    await client.call('play', { id, albumId: album.id, startAt: 2 });
    await until(async () => (await playedMs(client, id)) > 1_500);

    await stick.yank();
    const waiting = await until(async () => {
      const zone = await client.call('getZone', { id });
      return zone.status === 'waiting' ? zone : undefined;
    });
    expect(waiting.item?.title).toBe(stick.truth.tracks[2]?.title);
    expect(firstOf(await client.call('listVolumes', {}))).toMatchObject({ id: known.id, isOnline: false });

    await stick.mount();
    await until(async () => (await playedMs(client, id)) > waiting.positionMs + 500);
    const back = await client.call('getZone', { id });
    expect(back).toMatchObject({ status: 'playing', queueIndex: 2, queueLength: 11 });
    expect((await client.call('listVolumes', {})).map((volume) => volume.id)).toEqual([known.id]);
  });
});
