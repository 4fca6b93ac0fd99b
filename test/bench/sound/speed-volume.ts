import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { atMost, between } from '#test/bench/figure';
import { FRONT, startHeard, untilSteady } from '#test/bench/sound/heard';
import { slopeOf, smoothed } from '#test/bench/sound/ramps';
import type { SoundPart } from '#test/bench/sound/sound-part';
import { writeToneSongs } from '#test/support/tone-songs';
import { firstOf } from '#test/support/first-of';
import { levelsOf, WINDOW_MS } from '#test/support/null-sink';
import { SimulatedCar } from '#test/support/simulated-car';

const MUSIC_HZ = 440;
const SECONDS = 240;
const LIFT_DB = 4;
const FAST_KMH = 140;
const MOST_DB_PER_S = 1;
/** It moves in steps of a quarter of a second: over two seconds that is at most one step more than a line. */
const SLOPE_WINDOWS = 2_000 / WINDOW_MS;
const BLUR_DB_PER_S = 0.1;
const BLUR_DB = 0.3;
/** The other half of the way, and a little more. */
const SETTLE_MS = 4_000;

/** A car that drives off at 140 km/h, and stands again: how steeply the music gets louder and quieter, and how far. */
export const measureSpeedVolume: SoundPart = async ({ folder }) => {
  const [stick, config] = [join(folder, 'STICK'), join(folder, 'settings.json')];
  await writeToneSongs(stick, [MUSIC_HZ], SECONDS);
  const zone = { id: FRONT, name: 'Front', hasVideo: false, audioDevice: null, speedVolumeDb: LIFT_DB };
  await writeFile(config, JSON.stringify({ driving: { sources: ['simulated'] }, zones: [zone] }));
  await using heard = await startHeard(folder, stick, ['--config', config]);
  const { client, sink } = heard;
  using car = new SimulatedCar(client);
  await car.park();
  const { id: volumeId } = firstOf(await client.call('listVolumes', {}));
  await client.call('setVolume', { id: FRONT, percent: 70 });
  await client.call('play', { id: FRONT, volumeId, path: '' });
  const standingDb = await untilSteady(sink, MUSIC_HZ);

  const from = await sink.length();
  await car.drive(FAST_KMH);
  await untilSteady(sink, MUSIC_HZ, (db) => db > standingDb + LIFT_DB / 2);
  await wait(SETTLE_MS);
  const fastDb = await untilSteady(sink, MUSIC_HZ);
  await car.park();
  await untilSteady(sink, MUSIC_HZ, (db) => db < standingDb + BLUR_DB);
  const slopes = slopesOf(smoothed(levelsOf(await sink.samples(from), MUSIC_HZ)));
  return {
    [`${String(FAST_KMH)} km/h, set to ${String(LIFT_DB)} dB`]: {
      steepestUp: atMost(Math.max(...slopes), MOST_DB_PER_S + BLUR_DB_PER_S, 'dB/s'),
      steepestDown: atMost(-Math.min(...slopes), MOST_DB_PER_S + BLUR_DB_PER_S, 'dB/s'),
      lift: between(fastDb - standingDb, LIFT_DB - BLUR_DB, LIFT_DB + BLUR_DB, 'dB'),
    },
  };
};

/** In dB/s, of each 2 s. */
function slopesOf(levels: readonly number[]): number[] {
  return levels
    .slice(SLOPE_WINDOWS)
    .map((_db, place) =>
      slopeOf(levels.slice(place, place + SLOPE_WINDOWS).map((db, at) => [(at * WINDOW_MS) / 1_000, db] as const)),
    );
}
