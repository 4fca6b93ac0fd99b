import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { trackId } from '#contract/entities/ids';
import type { LoudnessSetting } from '#contract/entities/loudness';
import { FRONT, startRig, until, type Rig } from '#test/integration/player/support/rig';
import { ffmpeg, readWav, SAMPLE_RATE } from '#test/support/sounds';
import { seamOf, SPLIT_SONG_SAMPLES, writeHalves } from '#test/support/split-song';
import { song, type CatalogItem } from '#test/unit/player/support/memory-catalog';

const MOST_TRIES = 6;
const MOST_SILENT_MS = 2;
/** Of samples: what lossy formats may be longer or shorter. */
const MOST_OFF = SAMPLE_RATE / 500;

let folder: string;
let rig: Rig;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carputer-gapless-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => rig.close());

async function halves(extension: string): Promise<CatalogItem[]> {
  const paths = await writeHalves(folder, extension);
  return paths.map((path, index) => song(`${String(index)}.${extension}`, Buffer.from(path)));
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

describe('the seam between two songs', () => {
  it('is exact to the sample for FLAC', async () => {
    const heard = await heardOf('flac');
    const whole = await readWavMono(join(folder, 'whole.wav'));

    expect(heard).toHaveLength(SPLIT_SONG_SAMPLES);
    expect(heard.findIndex((value, index) => Math.abs(value - (whole[index] ?? 0)) > 1)).toBe(-1);
  });

  it('has no hole and no click for MP3', async () => {
    const heard = await heardOf('mp3');

    expect(heard).toHaveLength(SPLIT_SONG_SAMPLES);
    expect(seamOf(heard).stepRatio).toBeLessThan(1.2);
    expect(seamOf(heard).longestSilenceMs).toBeLessThan(MOST_SILENT_MS);
  });

  it.each(['ogg', 'opus'])('has no hole for %s', async (extension) => {
    const heard = await heardOf(extension);

    expect(Math.abs(heard.length - SPLIT_SONG_SAMPLES)).toBeLessThan(MOST_OFF);
    expect(seamOf(heard).longestSilenceMs).toBeLessThan(MOST_SILENT_MS);
  });

  it('stays exact where songs are made equally loud', async () => {
    const heard = await heardOf('flac', { mode: 'track', preampDb: -6 });

    expect(heard).toHaveLength(SPLIT_SONG_SAMPLES);
    expect(seamOf(heard).stepRatio).toBeLessThan(1.05);
  });
});

async function readWavMono(path: string): Promise<Int16Array> {
  const stereo = join(folder, 'stereo.wav');
  await ffmpeg('-i', path, '-ac', '2', stereo);
  return readWav(stereo);
}
