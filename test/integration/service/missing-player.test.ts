import { mkdir, symlink } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { existsSync } from 'node:fs';
import { expect, it, vi } from 'vitest';

import { FRONT, front, isHeard, noticesOf, scanned, tracksOf } from '#test/integration/service/support/asking';
import { firstOf } from '#test/support/first-of';
import { startService } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';

// Several services start in each: a machine that runs all tests at once gets its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const PROGRAMS = ['ffmpeg', 'ffprobe', 'setpriv', 'findmnt', 'lsblk'];

function whereIs(program: string): string {
  const found = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${program} is not installed`);
  return found;
}

it('says which package is missing where there is no mpv, shows the music all the same, and plays once it is there', async () => {
  await using folder = await makeTempFolder();
  const programs = join(folder.path, 'programs');
  await mkdir(programs);
  for (const program of PROGRAMS) await symlink(whereIs(program), join(programs, program));
  const mpv = whereIs('mpv');
  const truth = await makeStick(join(folder.path, 'STICK'), { tracks: 3, seconds: 30 });
  vi.stubEnv('PATH', programs);
  await using service = await startService({ media: [truth.dir] });
  vi.unstubAllEnvs();
  await scanned(service);
  const track = firstOf(await tracksOf(service));

  expect(await front(service)).toMatchObject({ isOnline: false, status: 'stopped' });
  expect((await front(service)).problem).toContain('apt-get install mpv');
  await expect(service.client.call('play', { id: FRONT, trackId: track.id })).rejects.toMatchObject({
    code: 'player_missing',
  });
  const [notice] = await noticesOf(service);
  expect(notice).toMatchObject({ code: 'player_missing', level: 'error' });
  expect(notice?.message).toContain('apt-get install mpv');

  await symlink(mpv, join(programs, 'mpv'));
  await expect.poll(() => front(service).then(({ problem }) => problem), { timeout: 25_000 }).toBeNull();
  await service.client.call('play', { id: FRONT, trackId: track.id });
  await isHeard(service);
  await expect.poll(() => noticesOf(service), { timeout: 10_000 }).toEqual([]);
});
