import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { zoneId, type ZoneId } from '#contract/entities/ids';
import { zoneSetting } from '#contract/entities/zone-setting';
import { atMost, told, type Figures } from '#test/bench/figure';
import type { FilmPart } from '#test/bench/film/film-part';
import { REAR, startSeen } from '#test/bench/film/seen';
import { firstOf } from '#test/support/first-of';
import { playersOf, watchPlayer, type PlayerSample } from '#test/support/left-players';
import { playedMs } from '#test/support/played-ms';
import { boxOf, type Shot } from '#test/support/screen';
import { ffmpeg, tone } from '#test/support/sounds';
import { until } from '#test/support/until';

const SECONDS = 60;
const SCREEN = { width: 1_024, height: 600 };
const MOST_OFF_MS = 1_000;
const ROUNDS = 6;
const LEFT = zoneId.parse('left');
const BEGIN_MS = 10_000;
const PLAYED_MS = 1_500;
const PX_PER_S = 16;

/** A film that is sent to another screen and back, again and again: how far from where it was it goes on. */
export const measureSend: FilmPart = async ({ folder, pictures }) => {
  const stick = join(folder, 'STICK');
  await mkdir(stick);
  await writeClockFilm(join(stick, 'clock.mkv'));
  const picture = { kind: 'full_screen', output: 0 };
  const left = zoneSetting.parse({ id: LEFT, name: 'Left', hasVideo: true, audioDevice: null, picture });
  await using seen = await startSeen({ folder, stick, ...SCREEN, zones: [left], pictures });
  const { client, data } = seen;
  await client.call('play', { id: REAR, videoId: await seen.filmOf('clock.mkv') });
  await client.call('seek', { id: REAR, positionMs: BEGIN_MS });

  const [gaps, shown, took]: [number[], number[], number[]] = [[], [], []];
  let [from, to]: [ZoneId, ZoneId] = [REAR, LEFT];
  for (let round = 0; round < ROUNDS; round += 1) {
    const heardFrom = await playedMs(client, from);
    await until(async () => (await playedMs(client, from)) > heardFrom + PLAYED_MS);
    const watch = await watchPlayer(firstOf(await until(async () => someOf(await playersOf(data, to)))));
    const beganMs = performance.now();
    const { positionMs } = await client.call('send', { id: from, toZoneId: to });
    took.push(performance.now() - beganMs);
    await client.call('pause', { id: to });
    watch.stop();
    // Its window would stand over the other one.
    await client.call('stop', { id: from });
    gaps.push(Math.abs(firstOf(watch.samples.filter(isOn)).positionMs - positionMs));
    const { positionMs: pausedMs } = await client.call('getZone', { id: to });
    const onScreen = await until(async () => clockOn(await seen.shot()));
    shown.push(Math.abs(onScreen - pausedMs));
    await seen.keep(`sent ${String(round + 1)}`);
    await client.call('resume', { id: to });
    [from, to] = [to, from];
  }
  return { [`${String(ROUNDS)} times`]: figuresOf(gaps, shown, took) };
};

function figuresOf(gaps: readonly number[], shown: readonly number[], took: readonly number[]): Figures {
  return {
    furthestOff: atMost(Math.max(...gaps), MOST_OFF_MS, 'ms'),
    pictureAgainstWhatTheZoneSays: atMost(Math.max(...shown), MOST_OFF_MS, 'ms'),
    longestSend: told(Math.max(...took), 'ms'),
  };
}

/** A white bar on black whose right end moves on with the time: one picture tells where in the film it is. */
async function writeClockFilm(path: string): Promise<void> {
  const { width, height } = SCREEN;
  const source = (colour: string, tall: number) =>
    `color=${colour}:size=${String(width)}x${String(tall)}:rate=10:duration=${String(SECONDS)}`;
  const bar = `[0:v][1:v]overlay=x=t*${String(PX_PER_S)}-${String(width)}:y=200`;
  await ffmpeg(
    ...['-f', 'lavfi', '-i', source('black', height), '-f', 'lavfi', '-i', source('white', 200), ...tone(440, SECONDS)],
    ...['-filter_complex', bar, '-c:v', 'mpeg4', '-q:v', '2', '-g', '10', '-c:a', 'pcm_s16le', path],
  );
}

function clockOn(shot: Shot): number | undefined {
  const bar = boxOf(shot, (red, green, blue) => red > 150 && green > 150 && blue > 150);
  return bar && ((bar.left + bar.width) / PX_PER_S) * 1_000;
}

function isOn({ path, positionMs }: PlayerSample): boolean {
  return path !== '' && positionMs > 0;
}

function someOf<Item>(list: readonly Item[]): readonly Item[] | undefined {
  return list.length > 0 ? list : undefined;
}
