import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { trackId } from '#contract/entities/ids';
import type { LoudnessSetting } from '#contract/entities/loudness';
import { FRONT, startRig, until, type Rig } from '#test/integration/player/support/rig';
import { ffmpeg, readWav, SAMPLE_RATE, tone } from '#test/integration/player/support/sounds';
import { song, type CatalogItem } from '#test/unit/player/support/memory-catalog';

/** Between two periods of the tone, where neither half begins with a step. */
const SPLIT_SAMPLE = 20 * SAMPLE_RATE + 12_300;
const TOTAL_SAMPLES = 40 * SAMPLE_RATE;
const MOST_TRIES = 6;
/** Of 2 ms. */
const MOST_SILENT_SAMPLES = SAMPLE_RATE / 500;

let folder: string;
let rig: Rig;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carputer-gapless-'));
  await ffmpeg(...tone(441, 40), join(folder, 'whole.wav'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => rig.close());

async function halves(extension: string): Promise<CatalogItem[]> {
  const cuts = [`end_sample=${String(SPLIT_SAMPLE)}`, `start_sample=${String(SPLIT_SAMPLE)}`];
  return Promise.all(
    cuts.map(async (cut, index) => {
      const path = join(folder, `${String(index)}.${extension}`);
      await ffmpeg('-i', join(folder, 'whole.wav'), '-af', `atrim=${cut},asetpts=PTS-STARTPTS`, path);
      return song(`${String(index)}.${extension}`, Buffer.from(path));
    }),
  );
}

async function heardOf(extension: string, loudness: Partial<LoudnessSetting> = {}): Promise<Int16Array> {
  const items = await halves(extension);
  for (let tries = 1; ; tries += 1) {
    rig = await startRig({ items, output: 'pcm', loudness });
    await until(rig.isReady, (isReady) => isReady);
    await rig.handlers.setVolume({ id: FRONT, percent: 100 });
    await rig.handlers.play({ id: FRONT, trackId: trackId.parse(`0.${extension}`) });
    await until(rig.zone, ({ status }) => status === 'stopped');
    const [wav, ...more] = await rig.wavs();
    // A recording does not wait: on a busy machine the first half may be over before the second one was asked for.
    if (more.length === 0 || tries === MOST_TRIES) {
      expect(more).toEqual([]);
      return readWav(wav ?? '');
    }
    await rig.close();
  }
}

/** The largest step from one sample to the next. */
function largestStep(samples: Int16Array, from: number, to: number): number {
  let largest = 0;
  for (let index = from + 1; index < to; index += 1) {
    largest = Math.max(largest, Math.abs((samples[index] ?? 0) - (samples[index - 1] ?? 0)));
  }
  return largest;
}

/** The longest run without sound, in samples; a tone crosses zero, but does not stay there. */
function longestSilence(samples: Int16Array): number {
  let longest = 0;
  let run = 0;
  for (const value of samples) {
    run = Math.abs(value) < 40 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

describe('the seam between two songs', () => {
  it('is exact to the sample for FLAC', async () => {
    const heard = await heardOf('flac');
    const whole = await readWavMono(join(folder, 'whole.wav'));

    expect(heard).toHaveLength(TOTAL_SAMPLES);
    expect(heard.findIndex((value, index) => Math.abs(value - (whole[index] ?? 0)) > 1)).toBe(-1);
  });

  it('has no hole and no click for MP3', async () => {
    const heard = await heardOf('mp3');

    expect(heard).toHaveLength(TOTAL_SAMPLES);
    const usual = largestStep(heard, SAMPLE_RATE, 2 * SAMPLE_RATE);
    expect(largestStep(heard, SPLIT_SAMPLE - 500, SPLIT_SAMPLE + 500)).toBeLessThan(usual * 1.2);
    expect(longestSilence(heard)).toBeLessThan(MOST_SILENT_SAMPLES);
  });

  it.each(['ogg', 'opus'])('has no hole for %s', async (extension) => {
    const heard = await heardOf(extension);

    expect(Math.abs(heard.length - TOTAL_SAMPLES)).toBeLessThan(MOST_SILENT_SAMPLES);
    expect(longestSilence(heard)).toBeLessThan(MOST_SILENT_SAMPLES);
  });

  it('stays exact where songs are made equally loud', async () => {
    const heard = await heardOf('flac', { mode: 'track', preampDb: -6 });

    expect(heard).toHaveLength(TOTAL_SAMPLES);
    const usual = largestStep(heard, SAMPLE_RATE, 2 * SAMPLE_RATE);
    expect(largestStep(heard, SPLIT_SAMPLE - 500, SPLIT_SAMPLE + 500)).toBeLessThan(usual * 1.05);
  });
});

async function readWavMono(path: string): Promise<Int16Array> {
  const stereo = join(folder, 'stereo.wav');
  await ffmpeg('-i', path, '-ac', '2', stereo);
  return readWav(stereo);
}
