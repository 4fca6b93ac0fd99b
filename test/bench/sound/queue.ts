import { setTimeout as wait } from 'node:timers/promises';

import { atMost, quantile, told } from '#test/bench/figure';
import { FRONT, startHeard } from '#test/bench/sound/heard';
import type { SoundPart } from '#test/bench/sound/sound-part';
import { benchStick } from '#test/bench/subject';
import { firstOf } from '#test/support/first-of';
import { SINK_RATE, WINDOW_MS, WINDOW_SAMPLES } from '#test/support/null-sink';

const TARGET_MS = 500;
const STARTS = 7;
/** What was played before has left every buffer by then. */
const SILENCE_MS = 1_500;
const SOUND_MS = 1_000;
const SOUND = 0.01;

/** A whole stick as one queue: from the tap to the answer, and to the first sound out of silence. */
export const measureQueue: SoundPart = async ({ folder, options }) => {
  const stick = await benchStick(options, folder);
  await using heard = await startHeard(folder, stick);
  const { client, sink } = heard;
  const { id: volumeId } = firstOf(await client.call('listVolumes', {}));
  await client.call('setVolume', { id: FRONT, percent: 100 });
  const [answered, sounded]: [number[], number[]] = [[], []];
  let songs = 0;
  for (let start = 0; start < STARTS; start += 1) {
    await wait(SILENCE_MS);
    const from = await sink.length();
    const beganMs = performance.now();
    const zone = await client.call('play', { id: FRONT, volumeId, path: '' });
    answered.push(performance.now() - beganMs);
    songs = zone.queueLength;
    await wait(SOUND_MS);
    sounded.push(firstSoundMs(await sink.samples(from)));
    await client.call('stop', { id: FRONT });
  }
  return {
    'a queue': {
      songs: told(songs, ''),
      answerP50: atMost(quantile(answered, 0.5), TARGET_MS, 'ms'),
      answerWorst: atMost(quantile(answered, 1), TARGET_MS, 'ms'),
      firstSoundP50: atMost(quantile(sounded, 0.5), TARGET_MS, 'ms'),
      firstSoundWorst: atMost(quantile(sounded, 1), TARGET_MS, 'ms'),
    },
  };
};

/** To the end of the first 20 ms that are not silent. */
function firstSoundMs(samples: Float64Array): number {
  const first = samples.findIndex((value) => Math.abs(value) > SOUND);
  if (first === -1) return Number.POSITIVE_INFINITY;
  return Math.min((Math.floor(first / WINDOW_SAMPLES) + 1) * WINDOW_MS, (samples.length / SINK_RATE) * 1_000);
}
