import { link, mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';

import { ApiError } from '#contract/client';
import type { TrackId, VolumeId } from '#contract/entities/ids';
import type { Zone } from '#contract/entities/zone';
import { FRONT, front, isHeard, scanned, tracksOf } from '#test/integration/service/support/asking';
import { firstOf } from '#test/support/first-of';
import { endPlayersOf } from '#test/support/left-players';
import { runFfmpeg } from '#test/support/seeds';
import { startService, type RunningService } from '#test/support/service';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

/** Beside each disguise: concat lists and cue sheets lead no further than their own folder. */
const BESIDE = 'bait.bin';
/** Text that a player would follow, or show, whatever it is called. */
const DISGUISES: Readonly<Record<string, (targets: readonly string[]) => string>> = {
  list: (targets) => `#EXTM3U\n${targets.map((one) => `#EXTINF:2,a\n${one}\n`).join('')}`,
  hls: (targets) =>
    `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n${targets.map((one) => `#EXTINF:2,\n${one}\n`).join('')}#EXT-X-ENDLIST\n`,
  concat: () => `ffconcat version 1.0\nfile ${BESIDE}\n`,
  edl: (targets) => `# mpv EDL v0\n${targets.map((one) => `%${String(one.length)}%${one},0,2\n`).join('')}`,
  cue: () => `FILE "${BESIDE}" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n`,
  pls: (targets) =>
    `[playlist]\n${targets.map((one, at) => `File${String(at + 1)}=${one}\n`).join('')}NumberOfEntries=${String(targets.length)}\n`,
  page: ([target = '']) => `<!DOCTYPE html><html><body><audio src="${target}"></audio></body></html>`,
  passwords: () => 'root:x:0:0:root:/root:/bin/bash\n',
  noise: () => Buffer.from(Array.from({ length: 4_000 }, (_none, at) => (at * 167 + 13) % 251)).toString('latin1'),
};
const NAMES = Object.keys(DISGUISES);
const LONG_AGO = new Date('2001-01-01T00:00:00Z');

let service: RunningService;
let stick: string;
let volumeId: VolumeId;
/** A song that no disguise may lead to. */
let bait: string;
let written: string;
let visits = 0;
const undo: (() => PromiseLike<unknown>)[] = [];

beforeAll(async () => {
  const folder = await makeTempFolder();
  undo.push(() => folder[Symbol.asyncDispose]());
  const server = createServer((_request, response) => {
    visits += 1;
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  undo.push(() => new Promise<unknown>((resolve) => server.close(resolve)));
  stick = join(folder.path, 'STICK');
  bait = join(folder.path, 'bait.flac');
  written = join(folder.path, 'written');
  const targets = [bait, `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/bait.flac`];
  await makeStick(targets);
  const data = join(folder.path, 'data');
  service = await startService({ data, media: [stick] });
  undo.push(
    () => endPlayersOf(data),
    () => service.stop(),
  );
  await scanned(service);
  volumeId = firstOf(await service.client.call('listVolumes', {})).id;
  // What was a song when the stick was looked through is none any more.
  for (const [name, text] of Object.entries(DISGUISES)) {
    await writeFile(join(stick, exchangedPath(name)), text(targets), 'latin1');
  }
});
beforeEach(async () => {
  visits = 0;
  await rm(written, { force: true });
  await utimes(bait, LONG_AGO, new Date());
});
afterAll(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

/** Each in a folder of its own: nothing else is there to go on with. */
function pathOf(name: string): string {
  return `${name}/disguised.mp3`;
}

function exchangedPath(name: string): string {
  return `${name} exchanged/was a song.mp3`;
}

async function makeStick(targets: readonly string[]): Promise<void> {
  await mkdir(stick);
  await runFfmpeg(['-f', 'lavfi', '-i', 'sine=frequency=440:duration=120', bait]);
  await runFfmpeg(['-i', bait, join(stick, 'song.flac')]);
  await writeFile(join(stick, 'song.flac.conf'), `log-file=${written}\n`);
  await writeFile(join(stick, 'mpv.conf'), `log-file=${written}\n`);
  await runFfmpeg(['-i', bait, join(stick, 'song.mp3')]);
  const [picture, sound] = ['testsrc=size=160x120:rate=5:duration=60', 'sine=duration=60'];
  await runFfmpeg(['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound, '-c:v', 'mpeg4', join(stick, 'film.mkv')]);
  const song = await readFile(join(stick, 'song.mp3'));
  for (const [name, text] of Object.entries(DISGUISES)) {
    for (const path of [pathOf(name), exchangedPath(name)]) {
      await mkdir(join(stick, dirname(path)));
      await link(bait, join(stick, dirname(path), BESIDE));
    }
    await writeFile(join(stick, pathOf(name)), text(targets), 'latin1');
    await writeFile(join(stick, exchangedPath(name)), song);
    await writeFile(join(stick, `film.${name}.srt`), text(targets), 'latin1');
    await writeFile(join(stick, `only ${name}.m3u`), [pathOf(name), ...targets, '../bait.flac', ''].join('\n'));
  }
}

/** A busy player is not waited for: its refusal is seen a moment later, and nothing else plays then. */
async function isRefused(play: Promise<Zone>): Promise<void> {
  const code = await play.then(
    () => 'late',
    (error: unknown) => (error instanceof ApiError ? error.code : error),
  );
  expect(['file_unplayable', 'late']).toContain(code);
  await until(async () => (await front(service)).status === 'stopped');
}

/** What was opened that should not have been, since the test began; a player that is led on is, by the time it plays this. */
async function opened(): Promise<string[]> {
  await service.client.call('play', { id: FRONT, trackId: await trackAt('song.flac') });
  await isHeard(service);
  const { atimeMs } = await stat(bait);
  const isWritten = await stat(written).catch(() => undefined);
  return [
    ...(atimeMs === LONG_AGO.getTime() ? [] : ['the song beside the stick']),
    ...(visits === 0 ? [] : ['the address']),
    ...(isWritten ? ['the configuration of the stick'] : []),
  ];
}

/** Throws where it is not listed. */
async function trackAt(path: string): Promise<TrackId> {
  return firstOf((await tracksOf(service)).filter((one) => one.path === path)).id;
}

it('would be seen to open something', async () => {
  await readFile(bait);
  expect(await opened()).toEqual(['the song beside the stick']);
});

it.each(NAMES)('says of a %s why it is no song, and opens nothing of it, asked for by its id', async (name) => {
  const skipped = await service.client.call('listSkipped', { id: volumeId });
  expect(skipped.find(({ path }) => path === pathOf(name))?.reason).toMatch(/^(?:not a|took too long)/u);
  await isRefused(service.client.call('play', { id: FRONT, trackId: await trackAt(pathOf(name)) }));
  expect(await opened()).toEqual([]);
});

it.each(NAMES)('opens nothing of a %s that took the place of a song, asked for by its path', async (name) => {
  await trackAt(exchangedPath(name));
  await isRefused(service.client.call('play', { id: FRONT, volumeId, path: exchangedPath(name) }));
  expect(await opened()).toEqual([]);
});

it.each(NAMES)('follows no playlist to %s, nor out of its stick', async (name) => {
  const lists = (await service.client.call('listPlaylists', { limit: 200 })).items;
  const list = firstOf(lists.filter((one) => one.name === `only ${name}`));
  await isRefused(service.client.call('play', { id: FRONT, playlistId: list.id }));
  expect((await front(service)).queueLength).toBe(1);
  expect(await opened()).toEqual([]);
});

it.each(NAMES)('says no %s', async (name) => {
  const sound = (await readFile(join(stick, pathOf(name)))).toString('base64');
  await expect(service.client.call('addPrompt', { sound })).rejects.toMatchObject({ code: 'file_unplayable' });
  expect(await opened()).toEqual([]);
});

it('follows no configuration that lies beside a song', async () => {
  expect(await opened()).toEqual([]);
});

it('shows none of them as subtitles', async () => {
  const rear = firstOf((await service.client.call('listZones', {})).filter(({ hasVideo }) => hasVideo));
  const film = firstOf((await service.client.call('listVideos', { limit: 10 })).items);
  await service.client.call('play', { id: rear.id, videoId: film.id });
  const zone = await until(async () => {
    const now = await service.client.call('getZone', { id: rear.id });
    return now.positionMs >= 0 && now.speed === 1 && now.audioTracks.length > 0 ? now : undefined;
  });
  // Those that are found are added once the film is on.
  expect(zone.subtitleTracks).toEqual([]);
  expect(await opened()).toEqual([]);
});
