import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';

import { trackId, videoId } from '#contract/entities/ids';
import { zoneSetting } from '#contract/entities/zone-setting';
import { systemClock } from '#kernel/clock';
import { FRONT, REAR, startRig, until, ZONES, type Rig } from '#test/integration/player/support/rig';
import { ffmpeg, picture, tone } from '#test/support/sounds';
import { hasNullSink, socketIn, startNullSink } from '#test/support/null-sink';
import { makeTempFolder } from '#test/support/temp-folder';
import { film, song } from '#test/unit/player/support/memory-catalog';

let folder: string;
let rig: Rig;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carputer-film-'));
  const subtitles = join(folder, 'words.srt');
  await writeFile(subtitles, '1\n00:00:00,000 --> 00:00:20,000\nHello\n');
  await ffmpeg(
    ...picture(20),
    ...tone(440, 20),
    ...tone(880, 20),
    ...['-i', subtitles, '-map', '0:v', '-map', '1:a', '-map', '2:a', '-map', '3:s', '-c:v', 'mpeg4', '-c:s', 'srt'],
    ...['-metadata:s:a:0', 'language=eng', '-metadata:s:a:1', 'language=ger', '-metadata:s:a:1', 'title=Kommentar'],
    ...['-metadata:s:s:0', 'language=fre', '-disposition:s:0', '0', join(folder, 'film.mkv')],
  );
  await ffmpeg(...tone(440, 20), join(folder, 'song.flac'));
  for (const episode of ['Show.S01E01.mkv', 'show - 1x02.mkv']) {
    await copyFile(join(folder, 'film.mkv'), join(folder, episode));
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(async () => {
  vi.unstubAllEnvs();
  await rig.close();
});

async function setup(output = 'null', zones = ZONES) {
  const items = [
    film('film.mkv', Buffer.from(join(folder, 'film.mkv'))),
    song('song.flac', Buffer.from(join(folder, 'song.flac'))),
    film('one', Buffer.from(join(folder, 'Show.S01E01.mkv'))),
    film('two', Buffer.from(join(folder, 'show - 1x02.mkv'))),
  ];
  rig = await startRig({ items, zones, output });
  await until(
    () => rig.isReady(REAR),
    (isReady) => isReady,
  );
  const zone = await rig.handlers.play({ id: REAR, videoId: videoId.parse('film.mkv') });
  return { ...rig, first: zone };
}

it('tells the sounds and subtitles of a film, and changes them', async () => {
  const { first, zone, handlers } = await setup();
  expect(first.audioTracks).toMatchObject([
    { index: 0, language: 'eng', isSelected: true },
    { index: 1, language: 'ger', title: 'Kommentar', isSelected: false },
  ]);
  expect(first.subtitleTracks).toMatchObject([{ index: 0, language: 'fre', isSelected: false }]);

  await handlers.setAudioTrack({ id: REAR, index: 1 });
  await handlers.setSubtitleTrack({ id: REAR, index: 0 });
  await until(
    () => zone(REAR),
    ({ audioTracks, subtitleTracks }) => audioTracks[1]?.isSelected === true && subtitleTracks[0]?.isSelected === true,
  );

  await handlers.setSubtitleTrack({ id: REAR, index: null });
  await until(
    () => zone(REAR),
    ({ subtitleTracks }) => subtitleTracks[0]?.isSelected === false,
  );
  expect(() => handlers.setAudioTrack({ id: REAR, index: 2 })).toThrow(
    expect.objectContaining({ code: 'bad_request' }),
  );
});

it('does not carry the choice of one film over to what follows', async () => {
  const { zone, handlers } = await setup();
  await handlers.setAudioTrack({ id: REAR, index: 1 });
  await until(
    () => zone(REAR),
    ({ audioTracks }) => audioTracks[1]?.isSelected === true,
  );

  const next = await handlers.play({ id: REAR, trackId: trackId.parse('song.flac') });

  expect(next.audioTracks).toMatchObject([{ index: 0, isSelected: true }]);
});

it('refuses a film where there is no picture', async () => {
  const { handlers } = await setup();
  await expect(handlers.play({ id: FRONT, videoId: videoId.parse('film.mkv') })).rejects.toMatchObject({
    code: 'zone_without_picture',
  });
});

it('shows a film without its sound where no output works, says so, and is heard once one does', async (ctx) => {
  if (!(await hasNullSink())) ctx.skip('pulseaudio is not installed');
  const folder = await makeTempFolder();
  vi.stubEnv('PULSE_SERVER', `unix:${socketIn(folder)}`);
  const { zone, notices, handlers } = await setup('pulse');

  const silent = await until(
    () => zone(REAR),
    ({ problem }) => problem !== null,
  );
  expect(silent).toMatchObject({ status: 'playing', isOnline: true, problem: 'No sound output works' });
  expect(notices.list()).toMatchObject([{ code: 'film_silent', zoneId: REAR }]);
  await handlers.setRepeat({ id: REAR, mode: 'one' });

  await using _sink = await startNullSink(folder);
  await until(
    () => zone(REAR),
    ({ problem, audioTracks }) => problem === null && audioTracks[0]?.isSelected === true,
  );
  expect(notices.list()).toEqual([]);
});

it('goes on in another zone at the same position', async () => {
  const { handlers, zone, positionMs } = await setup();
  await handlers.play({ id: REAR, trackId: trackId.parse('song.flac') });
  await handlers.seek({ id: REAR, positionMs: 10_000 });
  await until(
    () => positionMs(REAR),
    (position) => position > 10_000,
  );

  const rear = await handlers.send({ id: REAR, toZoneId: FRONT });

  expect(rear.status).toBe('paused');
  expect(zone(FRONT)).toMatchObject({ status: 'playing', item: { id: 'song.flac' } });
  expect(Math.abs(positionMs(FRONT) - rear.positionMs)).toBeLessThan(1_000);
});

it('goes on in another zone as the film that it was: where it was, with its sound and its subtitles', async () => {
  const left = zoneSetting.parse({ id: 'left', name: 'Left headrest', hasVideo: true, audioDevice: null });
  const { handlers, zone, positionMs } = await setup('null', [...ZONES, left]);
  await until(
    () => rig.isReady(left.id),
    (isReady) => isReady,
  );
  await handlers.setAudioTrack({ id: REAR, index: 1 });
  await handlers.setSubtitleTrack({ id: REAR, index: 0 });
  await handlers.seek({ id: REAR, positionMs: 8_000 });
  await until(
    () => positionMs(REAR),
    (position) => position > 8_000,
  );

  const sentAtMs = systemClock.uptimeMs();
  const from = await handlers.send({ id: REAR, toZoneId: left.id });

  expect(from).toMatchObject({ status: 'paused', item: { id: 'film.mkv' } });
  const to = await until(
    () => zone(left.id),
    ({ status, audioTracks, subtitleTracks }) =>
      status === 'playing' && audioTracks[1]?.isSelected === true && subtitleTracks[0]?.isSelected === true,
  );
  expect(to).toMatchObject({ item: { id: 'film.mkv' }, queueLength: from.queueLength });
  // It has played on since for as long as this took, however long that was.
  expect(to.positionMs).toBeGreaterThan(from.positionMs - 1_000);
  expect(to.positionMs).toBeLessThan(from.positionMs + to.atUptimeMs - sentAtMs + 1_000);
  await until(
    () => positionMs(left.id),
    (position) => position > from.positionMs + 500,
  );
  expect(zone(REAR)).toMatchObject({ status: 'paused', positionMs: from.positionMs });
});

it('kills one zone without touching the other', async () => {
  const { handlers, zone, pid } = await setup();
  await handlers.play({ id: FRONT, trackId: trackId.parse('song.flac') });
  const rear = pid(REAR);

  process.kill(pid(FRONT) ?? 0, 'SIGKILL');
  await until(
    () => zone(FRONT),
    ({ speed }) => speed === 0,
  );

  expect(zone(REAR)).toMatchObject({ status: 'playing', speed: 1 });
  expect(pid(REAR)).toBe(rear);
});

it('goes on where the film was left, counts it once half of it was heard, and begins anew when asked to', async () => {
  const { handlers, plays, positionMs } = await setup();
  const FILM = videoId.parse('film.mkv');
  await handlers.setSpeed({ id: REAR, factor: 2 });
  await until(
    () => positionMs(REAR),
    (ms) => ms > 11_000,
    12_000,
  );
  await handlers.pause({ id: REAR });
  const leftAtMs = positionMs(REAR);
  await handlers.play({ id: REAR, trackId: trackId.parse('song.flac') });
  await until(
    () => plays.counts.get(FILM),
    (count) => count === 1,
  );
  expect(Math.abs((plays.points.get(FILM) ?? 0) - leftAtMs)).toBeLessThan(500);

  const again = await handlers.play({ id: REAR, videoId: FILM });
  expect(again).toMatchObject({ status: 'playing', item: { id: FILM } });
  expect(Math.abs(again.positionMs - leftAtMs)).toBeLessThan(1_000);
  expect((await handlers.play({ id: REAR, videoId: FILM, fromStart: true })).positionMs).toBeLessThan(1_000);
});

it('keeps sound and subtitles for a series, subtitles that were turned off as well, and for no other film', async () => {
  const { handlers, zone } = await setup();
  const [one, two, other] = ['one', 'two', 'film.mkv'].map((id) => videoId.parse(id));
  const isSelected = (audio: number, subtitle: number | null) =>
    until(
      () => zone(REAR),
      ({ audioTracks, subtitleTracks }) =>
        audioTracks[audio]?.isSelected === true &&
        (subtitleTracks.find((track) => track.isSelected)?.index ?? null) === subtitle,
    );
  await handlers.play({ id: REAR, videoId: one });
  await handlers.setAudioTrack({ id: REAR, index: 1 });
  await handlers.setSubtitleTrack({ id: REAR, index: 0 });
  await isSelected(1, 0);

  await handlers.play({ id: REAR, videoId: two });
  await isSelected(1, 0);
  await handlers.setSubtitleTrack({ id: REAR, index: null });
  await isSelected(1, null);

  await handlers.play({ id: REAR, videoId: other });
  await isSelected(0, null);
  await handlers.play({ id: REAR, videoId: one });
  await isSelected(1, null);
});
