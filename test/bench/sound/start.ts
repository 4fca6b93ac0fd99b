import { join } from 'node:path';

import { atMost, between, quantile, told } from '#test/bench/figure';
import { FRONT, startHeardService, untilSilent, untilSteady } from '#test/bench/sound/heard';
import type { SoundPart } from '#test/bench/sound/sound-part';
import { writeToneSongs } from '#test/support/tone-songs';
import { firstOf } from '#test/support/first-of';
import { endPlayersOf } from '#test/support/left-players';
import { levelsOf, startNullSink, WINDOW_MS } from '#test/support/null-sink';
import { playedMs } from '#test/support/played-ms';
import { until } from '#test/support/until';

const MUSIC_HZ = 440;
const SECONDS = 240;
const START_PERCENT = 40;
/** What two windows of one tone may differ by. */
const BLUR_DB = 0.3;
const FADE_MS = 500;
const FADE_BLUR_MS = 60;
/** A position that is kept: the start goes on from there. */
const PLAYED_MS = 6_000;

/** The sound after a power cut with a volume of 100 kept: how loud, against the same song at 40 %, and how it comes. */
export const measureStart: SoundPart = async ({ folder }) => {
  const [stick, data] = [join(folder, 'STICK'), join(folder, 'data')];
  await writeToneSongs(stick, [MUSIC_HZ], SECONDS);
  await using sink = await startNullSink();
  const first = await startHeardService({ data, stick, sink });
  const { id: volumeId } = firstOf(await first.client.call('listVolumes', {}));
  await first.client.call('setVolume', { id: FRONT, percent: START_PERCENT });
  await first.client.call('play', { id: FRONT, volumeId, path: '' });
  const wantedDb = await untilSteady(sink, MUSIC_HZ);
  await first.client.call('setVolume', { id: FRONT, percent: 100 });
  const fullDb = await untilSteady(sink, MUSIC_HZ, (db) => db > wantedDb + 10);
  await until(async () => (await playedMs(first.client, FRONT)) > PLAYED_MS);
  await first.stop('SIGKILL');
  await endPlayersOf(data);
  await untilSilent(sink);

  const from = await sink.length();
  const again = await startHeardService({ data, stick, sink });
  try {
    await untilSteady(sink, MUSIC_HZ, (db) => db > wantedDb - 3);
    const levels = levelsOf(await sink.samples(from), MUSIC_HZ);
    const begins = levels.findIndex((db) => db > wantedDb - 40);
    const heard = levels.slice(begins);
    return {
      'after a power cut, with a volume of 100 kept': {
        loudest: atMost(Math.max(...heard) - wantedDb, BLUR_DB, `dB against ${String(START_PERCENT)} %`),
        fadeIn: between(fadeMs(heard), FADE_MS - FADE_BLUR_MS, FADE_MS + FADE_BLUR_MS, 'ms'),
        before: told(fullDb - wantedDb, `dB against ${String(START_PERCENT)} %`),
      },
    };
  } finally {
    await again.stop();
    await endPlayersOf(data);
  }
};

/** The whole fade, by the time from a tenth of the final amplitude to nine tenths: it is even in amplitude. */
function fadeMs(levels: readonly number[]): number {
  const final = 10 ** (quantile(levels.slice(-20), 0.5) / 20);
  const timeOf = (share: number) => {
    const after = levels.findIndex((db) => 10 ** (db / 20) >= share * final);
    const [below = 0, above = 0] = [levels[after - 1], levels[after]].map((db) => 10 ** ((db ?? -120) / 20) / final);
    return (after - (above - share) / (above - below)) * WINDOW_MS;
  };
  return (timeOf(0.9) - timeOf(0.1)) / 0.8;
}
