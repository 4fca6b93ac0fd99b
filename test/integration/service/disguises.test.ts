import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

import { ApiError } from '#contract/client';
import type { Zone } from '#contract/entities/zone';
import { FRONT, front, scanned, tracksOf } from '#test/integration/service/support/asking';
import { firstOf } from '#test/support/first-of';
import { endPlayersOf } from '#test/support/left-players';
import { runFfmpeg } from '#test/support/seeds';
import { startService, type RunningService } from '#test/support/service';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

/** Text that a player would follow, or show, whatever it is called. */
const DISGUISES: Readonly<Record<string, (real: string) => string>> = {
  list: (real) => `#EXTM3U\n#EXTINF:2,a\n${real}\n`,
  hls: (real) => `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n${real}\n#EXT-X-ENDLIST\n`,
  concat: (real) => `ffconcat version 1.0\nfile ${real}\n`,
  edl: (real) => `# mpv EDL v0\n${real},0,2\n`,
  cue: (real) => `FILE "${real}" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n`,
  pls: (real) => `[playlist]\nFile1=${real}\nNumberOfEntries=1\n`,
  page: () => '<!DOCTYPE html><html><body>song</body></html>',
  passwords: () => 'root:x:0:0:root:/root:/bin/bash\n',
  noise: () => Buffer.from(Array.from({ length: 4_000 }, (_none, at) => (at * 167 + 13) % 251)).toString('latin1'),
};
const NAMES = Object.keys(DISGUISES);
/** Nothing is heard but the one song. */
const REFUSED = ['file_unplayable', 'nothing_to_play', 'not_found', 'track_not_found', 'song.flac'];

let service: RunningService;
let stick: string;
const undo: (() => PromiseLike<unknown>)[] = [];

beforeAll(async () => {
  const folder = await makeTempFolder();
  undo.push(() => folder[Symbol.asyncDispose]());
  stick = join(folder.path, 'STICK');
  await mkdir(stick);
  const outside = join(folder.path, 'outside.flac');
  await runFfmpeg(['-f', 'lavfi', '-i', 'sine=frequency=440:duration=120', outside]);
  await runFfmpeg(['-i', outside, join(stick, 'song.flac')]);
  const [picture, sound] = ['testsrc=size=160x120:rate=5:duration=60', 'sine=duration=60'];
  await runFfmpeg(['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound, '-c:v', 'mpeg4', join(stick, 'film.mkv')]);
  for (const [name, text] of Object.entries(DISGUISES)) {
    await writeFile(join(stick, `${name}.mp3`), text(outside), 'latin1');
    await writeFile(join(stick, `film.${name}.srt`), text(outside), 'latin1');
    await writeFile(join(stick, `only ${name}.m3u`), `${name}.mp3\n${outside}\n../outside.flac\n`);
  }
  const data = join(folder.path, 'data');
  service = await startService({ data, media: [stick] });
  undo.push(
    () => endPlayersOf(data),
    () => service.stop(),
  );
  await scanned(service);
});
afterAll(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

/** Where something else in the folder can be played, that is gone on with. */
async function isRefused(play: Promise<Zone>): Promise<void> {
  const outcome = await play.then(
    ({ item }) => item?.path ?? 'nothing',
    (error: unknown) => (error instanceof ApiError ? error.code : error),
  );
  expect(REFUSED).toContain(outcome);
  const zone = await front(service);
  if (zone.status === 'playing') expect(zone.item?.path).toBe('song.flac');
}

it.each(NAMES)('plays no %s of a stick, asked for by its id', async (name) => {
  const track = (await tracksOf(service)).find(({ path }) => path === `${name}.mp3`);
  if (track) await isRefused(service.client.call('play', { id: FRONT, trackId: track.id }));
});

it.each(NAMES)('plays no %s that is asked for by its path', async (name) => {
  const { id: volumeId } = firstOf(await service.client.call('listVolumes', {}));
  await isRefused(service.client.call('play', { id: FRONT, volumeId, path: `${name}.mp3` }));
});

it.each(NAMES)('follows no playlist to %s, nor out of its stick', async (name) => {
  const lists = (await service.client.call('listPlaylists', { limit: 200 })).items;
  const list = lists.find((one) => one.name === `only ${name}`);
  if (list) await isRefused(service.client.call('play', { id: FRONT, playlistId: list.id }));
});

it.each(NAMES)('says no %s', async (name) => {
  const sound = (await readFile(join(stick, `${name}.mp3`))).toString('base64');
  await expect(service.client.call('addPrompt', { sound })).rejects.toMatchObject({ code: 'file_unplayable' });
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
});
