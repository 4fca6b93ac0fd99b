import { join } from 'node:path';
import { expect, it, vi } from 'vitest';

import { zoneId } from '#contract/entities/ids';
import { playedMs } from '#test/support/played-ms';
import { startService, type RunningService } from '#test/support/service';
import { makeSmallCard, whyNoCard } from '#test/support/small-card';
import { makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const FRONT = zoneId.parse('front');
const SONGS = 2_000;
/** Room for the settings and some hundreds of songs. */
const TOO_SMALL = '2m';
const SLOW_MACHINE = { limitMs: 90_000 };

vi.setConfig({ testTimeout: 180_000 });

const obstacle = whyNoCard();

const noticesOf = ({ client }: RunningService) => client.call('listNotices', {});
const isIndexFull = async (service: RunningService) =>
  (await noticesOf(service)).some(({ code }) => code === 'index_full');

it.skipIf(obstacle !== undefined)(
  `says that the card has no room for the index, lives on, and goes on when there is room${obstacle === undefined ? '' : ` (skipped: ${obstacle})`}`,
  async () => {
    await using folder = await makeTempFolder();
    const { dir } = await makeStick(join(folder.path, 'STICK'), { tracks: SONGS, seconds: 30 });
    const data = join(folder.path, 'data');
    await using card = makeSmallCard(data, TOO_SMALL);
    await using service = await startService({ data, media: [dir] });
    const { client } = service;

    await until(() => isIndexFull(service), SLOW_MACHINE);
    const [notice] = (await noticesOf(service)).filter(({ code }) => code === 'index_full');
    expect(notice).toMatchObject({ level: 'error', message: expect.stringContaining('STICK') as string });
    const listed = await client.call('listTracks', { limit: 1 });
    expect(listed.total).toBeLessThan(SONGS);
    const [volume] = await client.call('listVolumes', {});
    if (!volume) throw new Error('The stick is not listed');
    if (listed.items[0]) await client.call('play', { id: FRONT, trackId: listed.items[0].id });
    if (listed.items[0]) await until(async () => (await playedMs(client, FRONT)) > 0, SLOW_MACHINE);

    card.resize('64m');
    await until(async () => !(await isIndexFull(service)), SLOW_MACHINE);
    expect((await client.call('listTracks', {})).total).toBe(SONGS);
    expect(await client.call('listSkipped', { id: volume.id })).toEqual([]);
  },
);
