import { mkdir, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { FRONT, front, isHeard, noticesOf, scanned, tracksOf } from '#test/integration/service/support/asking';
import { firstOf } from '#test/support/first-of';
import { HTML_BAIT } from '#test/support/hostile-files';
import { seedBytes } from '#test/support/seeds';
import { startService, type RunningService } from '#test/support/service';
import { makeStick, type StickTruth } from '#test/support/stick';
import { makeTempFolder, type TempFolder } from '#test/support/temp-folder';

// Several services start in each: a machine that runs all tests at once gets its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const PATIENT = { timeout: 10_000 };

describe('without music', () => {
  it('the service answers: no stick, an empty one, and one that holds something else', async () => {
    await using folder = await makeTempFolder();
    const other = join(folder.path, 'OTHER');
    await mkdir(other);
    await mkdir(join(folder.path, 'EMPTY'));
    await using service = await startService({ media: [other, join(folder.path, 'EMPTY')] });
    expect(await service.client.call('listVolumes', {})).toEqual([]);
    await expect(service.client.call('resume', { id: FRONT })).rejects.toMatchObject({ code: 'nothing_to_play' });

    await writeFile(join(other, 'letter.txt'), 'no music');
    await scanned(service);
    const volume = firstOf(await service.client.call('listVolumes', {}));
    expect(volume).toMatchObject({ label: 'OTHER', trackCount: 0, videoCount: 0 });
    await expect(service.client.call('play', { id: FRONT, volumeId: volume.id })).rejects.toMatchObject({
      code: 'nothing_to_play',
    });
    expect(await tracksOf(service)).toEqual([]);
  });
});

describe('a stranger’s stick', () => {
  let folder: TempFolder;
  let truth: StickTruth;
  let service: RunningService;

  beforeAll(async () => {
    folder = await makeTempFolder();
    truth = await makeStick(join(folder.path, 'STRANGE'), { tracks: 5, isHostile: true });
    service = await startService({ media: [truth.dir] });
    await scanned(service);
  });

  afterAll(async () => {
    await service.stop();
    await folder[Symbol.asyncDispose]();
  });

  it.each(['newline', 'quotes', 'HTML', 'emoji', 'invalid UTF-8', 'looks like a long option', '30 MB picture'])(
    'plays a song: %s',
    async (what) => {
      const title = what === 'HTML' ? HTML_BAIT : `: ${what}`;
      const track = (await tracksOf(service)).find((one) => one.title.endsWith(title));
      if (!track) throw new Error('It is not listed');
      expect(track.durationMs).toBeGreaterThan(25_000);

      await service.client.call('play', { id: FRONT, trackId: track.id });
      await isHeard(service, 200);
      expect((await front(service)).item?.id).toBe(track.id);
    },
  );

  it.each(['empty.mp3', 'truncated.flac'])('lists %s with a reason, and does not hang on it', async (name) => {
    const volume = firstOf(await service.client.call('listVolumes', {}));
    const skipped = await service.client.call('listSkipped', { id: volume.id });
    expect(skipped.find(({ path }) => path.endsWith(name))?.reason).toMatch(/\w/u);

    const track = (await tracksOf(service)).find(({ path }) => path.endsWith(name));
    if (!track) throw new Error(`${name} is not listed`);
    await service.client.call('clearQueue', { id: FRONT });
    await service.client.call('addToQueue', { id: FRONT, trackId: track.id });
    await service.client.call('resume', { id: FRONT });
    await expect.poll(() => front(service).then(({ status }) => status), PATIENT).toBe('stopped');
  });

  it('stops with a notice after three songs in a row that nobody can play, and plays again when asked', async () => {
    const volume = firstOf(await service.client.call('listVolumes', {}));
    const skipped = await service.client.call('listSkipped', { id: volume.id });
    const tracks = await tracksOf(service);
    const broken = tracks.filter(({ path }) => skipped.some((one) => one.path === path)).slice(0, 4);
    const good = tracks.find(({ path }) => !path.startsWith('Hostile'));
    if (!good || broken.length < 4) throw new Error('The stick is not as it should be');
    await service.client.call('clearQueue', { id: FRONT });
    for (const { id } of [...broken, good]) await service.client.call('addToQueue', { id: FRONT, trackId: id });
    await service.client.call('resume', { id: FRONT });

    await expect.poll(() => noticesOf(service), PATIENT).toMatchObject([{ code: 'three_unplayable', zoneId: 'front' }]);
    expect(await front(service)).toMatchObject({ status: 'stopped', queueLength: 5 });

    await service.client.call('play', { id: FRONT, trackId: good.id });
    await isHeard(service);
    expect(await noticesOf(service)).toEqual([]);
  });

  it('has one broken song passed over', async () => {
    const tracks = await tracksOf(service);
    const good = tracks.filter(({ path }) => !path.startsWith('Hostile'));
    const broken = tracks.find(({ path }) => path.endsWith('empty.mp3'));
    if (!broken) throw new Error('The stick is not as it should be');
    await service.client.call('clearQueue', { id: FRONT });
    for (const { id } of [broken, ...good]) await service.client.call('addToQueue', { id: FRONT, trackId: id });
    await service.client.call('resume', { id: FRONT });
    await isHeard(service);
    expect(await front(service)).toMatchObject({ status: 'playing', queueIndex: 1 });
  });

  it('is told no lies by requests that lead elsewhere', async () => {
    const { id: volumeId } = firstOf(await service.client.call('listVolumes', {}));
    const before = await front(service);
    for (const path of ['../../etc/passwd', '/etc/passwd', 'Hostile/link out.mp3', 'Hostile/loop/empty.mp3', '\0']) {
      await expect(service.client.call('play', { id: FRONT, volumeId, path })).rejects.toMatchObject({
        code: 'folder_not_found',
      });
    }
    await expect(service.client.call('listFolders', { volumeId, path: '../..' })).rejects.toMatchObject({
      code: 'folder_not_found',
    });
    expect((await front(service)).item?.id).toBe(before.item?.id);
  });

  it.each([
    ...['tracks?cursor=garbage', 'tracks?offset=9007199254740991', 'albums?letter=%F0%9F%9A%97', 'albums?letter=%00'],
    ...['tracks?q=NEAR(a,b)%20OR%20*', 'search?q=%22(a%20AND', 'search?q=title:x%5E', 'search?q=%00', 'tracks?q=%25_'],
    ...['folders?path=../..', 'zones/front/queue?cursor=garbage', 'artwork/..%2f..%2fetc%2fpasswd', 'tracks/front'],
  ])('is asked for %s, and never answers with a failure of its own', async (path) => {
    const response = await fetch(`${service.baseUrl}/api/v1/${path}`, {
      headers: { authorization: `Bearer ${service.token}` },
    });
    expect([200, 400, 404]).toContain(response.status);
  });
});

it('opens nothing outside the stick that links on it lead to', async () => {
  await using folder = await makeTempFolder();
  const stick = join(folder.path, 'STICK');
  const outside = join(folder.path, 'outside');
  await mkdir(join(stick, 'Album'), { recursive: true });
  await mkdir(outside);
  const song = await seedBytes({ format: 'mp3', frequencyHz: 300, seconds: 2 });
  await writeFile(join(stick, 'Album', 'real.mp3'), song);
  // Where access times are kept, a first read after this moves them.
  const longAgo = new Date(1_000_000_000_000);
  const secrets = ['secret.mp3', 'secret.jpg', 'secret.m3u'].map((name) => join(outside, name));
  for (const secret of secrets) {
    await writeFile(secret, song);
    await utimes(secret, longAgo, new Date());
  }
  await symlink(join(outside, 'secret.mp3'), join(stick, 'Album', 'link.mp3'));
  await symlink(join(outside, 'secret.jpg'), join(stick, 'Album', 'cover.jpg'));
  await symlink(join(outside, 'secret.m3u'), join(stick, 'list.m3u'));
  await symlink(outside, join(stick, 'folder'));
  await writeFile(join(stick, 'real.m3u'), `folder/secret.mp3\n../outside/secret.mp3\n${outside}/secret.mp3\n`);

  await using service = await startService({ media: [stick] });
  await scanned(service);
  const [track, ...others] = await tracksOf(service);
  expect(others).toEqual([]);
  expect(track).toMatchObject({ path: 'Album/real.mp3', artworkId: null });
  for (const secret of secrets) expect((await stat(secret)).atime).toEqual(longAgo);
});
