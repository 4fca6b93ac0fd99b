import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';

import { zoneId } from '#contract/entities/ids';
import type { DrivingReading } from '#contract/entities/driving';
import { MpvClient } from '#player/adapters/mpv/mpv-client';
import { FRONT, scanned, tracksOf } from '#test/integration/service/support/asking';
import { firstOf } from '#test/support/first-of';
import { endPlayersOf, onlyPlayerOf, playersOf } from '#test/support/left-players';
import { playedMs } from '#test/support/played-ms';
import { filmSeedFile } from '#test/support/seeds';
import { startService } from '#test/support/service';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

const REAR = zoneId.parse('rear');
const REFUSED = { code: 'film_while_moving' };

/** A car whose front zone has a screen, and whose wheels say what they do. */
async function setup() {
  const folder = await makeTempFolder();
  const stick = join(folder.path, 'STICK');
  await mkdir(stick);
  await copyFile(await filmSeedFile('mp4', 60), join(stick, 'Film.mp4'));
  await copyFile(await filmSeedFile('mp4', 60), join(stick, 'Song.mp3'));
  const data = join(folder.path, 'data');
  await mkdir(data);
  await writeFile(
    join(data, 'settings.json'),
    JSON.stringify({
      driving: { sources: ['wheels'] },
      zones: [
        { id: 'front', name: 'Front', hasVideo: true, audioDevice: null, picture: { kind: 'window' } },
        { id: 'rear', name: 'Rear', hasVideo: true, audioDevice: null, maxVolumePercent: 50 },
      ],
    }),
  );
  const service = await startService({ data, media: [stick] });
  onTestFinished(async () => {
    await service.stop();
    await endPlayersOf(data);
    await folder[Symbol.asyncDispose]();
  });
  await scanned(service);
  let reading: DrivingReading = { speedKmh: 0, isHandbrakeOn: true, gear: null };
  const report = () => service.client.call('reportDriving', { source: 'wheels', ...reading });
  const timer = setInterval(() => void report().catch(() => undefined), 1_000);
  onTestFinished(() => clearInterval(timer));
  return {
    ...{ service, data, client: service.client },
    drive: (speedKmh: number, isHandbrakeOn = false) => {
      reading = { speedKmh, isHandbrakeOn, gear: null };
      return report();
    },
  };
}

/** The picture that the player in front decodes; undefined where it decodes none. */
async function pictureInFront(data: string): Promise<unknown> {
  const handlers = { onEvent: () => undefined, onClose: () => undefined };
  const player = await onlyPlayerOf(data);
  const mpv = await MpvClient.connect(player.socketPath, handlers, AbortSignal.timeout(5_000));
  try {
    const tracks = (await mpv.request(['get_property', 'track-list'])) as readonly {
      type: string;
      selected: boolean;
    }[];
    return tracks.find(({ type, selected }) => type === 'video' && selected);
  } finally {
    mpv.close();
  }
}

it('takes the film off the front as the car starts to move, and lets none come back; the rear plays on', async () => {
  const { service, client, data, drive } = await setup();
  const film = firstOf((await client.call('listVideos', {})).items);
  await drive(0, true);
  await client.call('play', { id: FRONT, videoId: film.id });
  await client.call('play', { id: REAR, videoId: film.id });
  await until(() => pictureInFront(data));

  await drive(50);

  expect(await client.call('getZone', { id: FRONT })).toMatchObject({ status: 'paused', isFilmAllowed: false });
  expect(await pictureInFront(data)).toBeUndefined();
  const attempts = [
    () => client.call('resume', { id: FRONT }),
    () => client.call('toggle', { id: FRONT }),
    () => client.call('play', { id: FRONT, videoId: film.id }),
    () => client.call('play', { id: FRONT, volumeId: film.volumeId, path: film.path }),
    () => client.call('addToQueue', { id: FRONT, videoId: film.id, where: 'next' }),
    () => client.call('send', { id: REAR, toZoneId: FRONT }),
  ];
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject(REFUSED);

  const song = firstOf(await tracksOf(service));
  await client.call('play', { id: FRONT, trackId: song.id });
  await until(async () => (await playedMs(client, FRONT)) > 500);
  expect(await pictureInFront(data)).toBeUndefined();
  expect(await client.call('getZone', { id: REAR })).toMatchObject({ status: 'playing', volumePercent: 50 });
  expect(await client.call('setVolume', { id: REAR, percent: 100 })).toMatchObject({ volumePercent: 50 });
});

it('leaves no film in front to a car without a service; a song, and the film in the rear, play on', async () => {
  const { service, client, data, drive } = await setup();
  const film = firstOf((await client.call('listVideos', {})).items);
  const song = firstOf(await tracksOf(service));
  await drive(0, true);
  await client.call('play', { id: REAR, videoId: film.id });
  await client.call('play', { id: FRONT, videoId: film.id });
  await until(() => pictureInFront(data));
  await client.call('play', { id: FRONT, trackId: song.id });
  await until(async () => (await playedMs(client, FRONT)) > 500);
  await client.call('play', { id: FRONT, videoId: film.id });
  await until(() => pictureInFront(data));

  await service.stop('SIGKILL');

  await until(async () => (await playersOf(data)).length === 0);
  expect(await playersOf(data, 'rear')).toHaveLength(1);
});
