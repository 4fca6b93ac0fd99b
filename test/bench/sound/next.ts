import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { atMost, quantile, told, type Figures } from '#test/bench/figure';
import { FRONT, startHeard, untilSteady, type Heard } from '#test/bench/sound/heard';
import { heardAfterMs } from '#test/bench/sound/heard-after';
import { startMpvAlone } from '#test/bench/sound/mpv-alone';
import { recordingDelaysMs } from '#test/bench/sound/recording-delay';
import type { SoundPart } from '#test/bench/sound/sound-part';
import { writeToneSongs } from '#test/support/tone-songs';
import { firstOf } from '#test/support/first-of';
import type { NullSink } from '#test/support/null-sink';

const TARGET_MS = 300;
const SONG_SECONDS = 60;
/** Further apart than 20 ms can tell them from each other. */
const TONES = Array.from({ length: 21 }, (_none, place) => 400 + 200 * place);
/** Longer than what the service takes for one press of several. */
const APART_MS = 1_500;
const PRESSES = 10;
const PRESS_EVERY_MS = 70;

/** From the call `next` to the first 20 ms of the new song, beside mpv alone and what the recording itself takes. */
export const measureNext: SoundPart = async ({ folder }) => {
  const stick = join(folder, 'STICK');
  const paths = await writeToneSongs(stick, TONES, SONG_SECONDS, 'mp3');
  await using heard = await startHeard(folder, stick);
  const { client, sink } = heard;
  await client.call('setVolume', { id: FRONT, percent: 100 });
  await playFirst(heard);
  const ours = await timesOf(sink, () => client.call('next', { id: FRONT }));
  const quick = await pressQuickly(heard);
  await client.call('stop', { id: FRONT });

  await using alone = await startMpvAlone(sink, folder);
  await alone.load(firstOf(paths));
  const rest = paths.slice(1).values();
  const floor = await timesOf(sink, () => alone.load(rest.next().value ?? firstOf(paths)));
  const recording = await recordingDelaysMs(sink);
  return {
    'next to audible': {
      ...{ p50: atMost(quantile(ours, 0.5), TARGET_MS, 'ms'), p95: atMost(quantile(ours, 0.95), TARGET_MS, 'ms') },
      ...{ songs: told(ours.length, ''), mpvAloneP50: told(quantile(floor, 0.5), 'ms') },
      mpvAloneP95: told(quantile(floor, 0.95), 'ms'),
      recordingItselfP50: told(quantile(recording, 0.5), 'ms'),
      recordingItselfMost: told(quantile(recording, 1), 'ms'),
    },
    'ten quick presses': quick,
  };
};

async function playFirst({ client, sink }: Heard): Promise<void> {
  const { id: volumeId } = firstOf(await client.call('listVolumes', {}));
  await client.call('play', { id: FRONT, volumeId, path: '' });
  await untilSteady(sink, firstOf(TONES));
}

/** One song after the other, from the first on, each after a while. */
async function timesOf(sink: NullSink, next: () => Promise<unknown>): Promise<number[]> {
  const presses: { readonly from: number; readonly tone: number }[] = [];
  for (const tone of TONES.slice(1)) {
    await wait(APART_MS);
    presses.push({ from: await sink.length(), tone });
    await next();
  }
  await wait(APART_MS);
  const samples = await sink.samples();
  return presses.map(({ from, tone }) => heardAfterMs(samples, from, tone) ?? Number.POSITIVE_INFINITY);
}

async function pressQuickly(heard: Heard): Promise<Figures> {
  const { client, sink } = heard;
  await playFirst(heard);
  const from = await sink.length();
  const calls: Promise<unknown>[] = [];
  let last = from;
  for (let press = 0; press < PRESSES; press += 1) {
    await wait(PRESS_EVERY_MS);
    last = await sink.length();
    calls.push(client.call('next', { id: FRONT }));
  }
  await Promise.all(calls);
  await wait(APART_MS);
  const samples = await sink.samples();
  const between = TONES.slice(1, PRESSES).filter((tone) => heardAfterMs(samples, from, tone) !== undefined);
  return {
    songsHeardOnTheWay: atMost(between.length, 0, ''),
    lastOneAfterItsPress: told(heardAfterMs(samples, last, TONES[PRESSES] ?? 0) ?? Number.POSITIVE_INFINITY, 'ms'),
  };
}
