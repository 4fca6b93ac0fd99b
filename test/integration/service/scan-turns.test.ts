import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';

import { startService } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

vi.setConfig({ testTimeout: 240_000 });

const SONGS = 3_000;
const LONGEST_TURN_MS = 50;
const PRELOAD = new URL('../../support/turn-lengths.ts', import.meta.url).href;

it('never keeps the service from answering for more than 50 ms while it scans', async () => {
  await using folder = await makeTempFolder();
  const { dir } = await makeStick(join(folder.path, 'mounts', 'STICK'), { tracks: SONGS, hasPlaylist: true });
  const turns = join(folder.path, 'turns');
  await using service = await startService({
    media: [dir],
    env: { NODE_OPTIONS: `--import=${PRELOAD}`, CARPUTER_TEST_TURNS: turns },
  });
  process.kill(service.pid, 'SIGUSR2');
  const { client } = service;
  // Lists are asked for as a screen asks for them, while rows are written.
  await until(
    async () => {
      await client.call('listAlbums', { limit: 50 });
      await client.call('search', { q: 'amber' });
      const [volume] = await client.call('listVolumes', {});
      return volume?.scan === null && volume.lastScan !== null && volume.trackCount === SONGS;
    },
    { limitMs: 200_000, everyMs: 100 },
  );

  expect(Number(await until(() => readFile(turns, 'utf8')))).toBeLessThan(LONGEST_TURN_MS);
});
