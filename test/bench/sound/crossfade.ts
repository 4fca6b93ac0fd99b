import { join } from 'node:path';

import { atMost, between, told } from '#test/bench/figure';
import { FRONT, startHeard } from '#test/bench/sound/heard';
import type { SoundPart } from '#test/bench/sound/sound-part';
import { writeToneSongs } from '#test/support/tone-songs';
import { firstOf } from '#test/support/first-of';
import { furthestDb, heardCrossfade, impurity } from '#test/support/heard-crossfade';
import { SINK_RATE } from '#test/support/null-sink';
import { ffmpeg } from '#test/support/sounds';
import { until } from '#test/support/until';

const TONES = [600, 5_000] as const;
const SECONDS = 20;
const CROSSFADE_S = 5;
/** From the beginning of one crossfade to that of the next. */
const APART_S = SECONDS - CROSSFADE_S;
/** Which of them is that of the noises. */
const NOISES_AT = 2;
const MOST_SILENT_MS = 2;
/** A sample too many or too few is 0.09 of a tone of 600 Hz, and 0.7 of one of 5 kHz. */
const MOST_SEAM = 0.03;
const MOST_OFF_DB = 3;
const MOST_OFF_SHARE = 0.1;

/** Two tones and two noises, each faded into the next, recorded in real time. */
export const measureCrossfade: SoundPart = async ({ folder }) => {
  const stick = join(folder, 'STICK');
  await writeToneSongs(stick, TONES, SECONDS);
  for (const seed of [3, 4]) await writeNoise(join(stick, `0${String(seed)} noise.flac`), seed);
  await using heard = await startHeard(folder, stick);
  const { client, sink } = heard;
  await client.call('changeSettings', { crossfadeSeconds: CROSSFADE_S });
  await client.call('setVolume', { id: FRONT, percent: 100 });
  const { id: volumeId } = firstOf(await client.call('listVolumes', {}));
  await client.call('play', { id: FRONT, volumeId, path: '' });
  await until(async () => (await client.call('getZone', { id: FRONT })).status === 'stopped', { limitMs: 180_000 });

  const samples = await sink.samples();
  const tones = heardCrossfade(samples, TONES[0]);
  if (!tones) throw new Error('No crossfade was heard');
  const part = (fromS: number, toS: number) =>
    samples.subarray(Math.round(tones.from + fromS * SINK_RATE), Math.round(tones.from + toS * SINK_RATE));
  const noisesAtS = NOISES_AT * APART_S;
  const [, newHz] = TONES;
  const alone = part(CROSSFADE_S + 0.2, CROSSFADE_S + 3);
  return {
    [`two tones, ${String(CROSSFADE_S)} s`]: {
      length: between(
        tones.lengthMs / 1_000,
        CROSSFADE_S * (1 - MOST_OFF_SHARE),
        CROSSFADE_S * (1 + MOST_OFF_SHARE),
        's',
      ),
      longestSilence: atMost(tones.silenceMs, MOST_SILENT_MS, 'ms'),
      seamAtItsBeginning: atMost(tones.seam, MOST_SEAM, 'of the old tone'),
      seamBehindIt: atMost(impurity(alone, newHz) / amplitudeOf(alone), MOST_SEAM, 'of the new tone'),
      sumOff: atMost(tones.sumOffDb, MOST_OFF_DB, 'dB'),
    },
    'two noises': {
      sumOff: atMost(furthestDb(part(noisesAtS - 1, noisesAtS + CROSSFADE_S + 1)), MOST_OFF_DB, 'dB'),
      all: told(samples.length / SINK_RATE, 's recorded'),
    },
  };
};

function amplitudeOf(tone: Float64Array): number {
  return tone.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

async function writeNoise(path: string, seed: number): Promise<void> {
  const source = `anoisesrc=color=white:amplitude=0.25:seed=${String(seed)}:duration=${String(SECONDS)}`;
  await ffmpeg('-f', 'lavfi', '-i', source, '-ac', '2', path);
}
