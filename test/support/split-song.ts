import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { ffmpeg, SAMPLE_RATE, tone } from '#test/support/sounds';

/** Between two periods of the tone, where neither half begins with a step. */
const SPLIT_SAMPLE = 20 * SAMPLE_RATE + 12_300;
export const SPLIT_SONG_SAMPLES = 40 * SAMPLE_RATE;
const HZ = 441;
/** A tone crosses zero, but does not stay there. */
const SILENT = 40;
const AROUND_SEAM = 500;

/** Cuts a tone of 40 s (`FOLDER/whole.wav`, made where it is not there) in two; gives both halves, `0.EXTENSION` and `1.EXTENSION`. */
export async function writeHalves(folder: string, extension: string, into = folder): Promise<readonly string[]> {
  const whole = join(folder, 'whole.wav');
  if (!existsSync(whole)) await ffmpeg(...tone(HZ, SPLIT_SONG_SAMPLES / SAMPLE_RATE), whole);
  const cuts = [`end_sample=${String(SPLIT_SAMPLE)}`, `start_sample=${String(SPLIT_SAMPLE)}`];
  return Promise.all(
    cuts.map(async (cut, index) => {
      const path = join(into, `${String(index)}.${extension}`);
      await ffmpeg('-i', whole, '-af', `atrim=${cut},asetpts=PTS-STARTPTS`, path);
      return path;
    }),
  );
}

/** The floor: both halves decoded and put together by ffmpeg. What is heard at this seam is in the files. */
export async function joinHalves(halves: readonly string[], wav: string): Promise<void> {
  const form = ['-ac', '2', '-ar', String(SAMPLE_RATE), '-c:a', 'pcm_s16le'];
  const inputs = halves.flatMap((half) => ['-i', half]);
  await ffmpeg(...inputs, '-filter_complex', `concat=n=${String(halves.length)}:v=0:a=1`, ...form, wav);
}

export interface Seam {
  readonly longestSilenceMs: number;
  /** The largest step from one sample to the next at the seam, against the largest one elsewhere; more than 1 is a click. */
  readonly stepRatio: number;
}

/** What is heard between both halves, played one after the other. */
export function seamOf(samples: Int16Array): Seam {
  const usual = largestStep(samples, SAMPLE_RATE, 2 * SAMPLE_RATE);
  return {
    longestSilenceMs: (longestSilence(samples) / SAMPLE_RATE) * 1_000,
    stepRatio: largestStep(samples, SPLIT_SAMPLE - AROUND_SEAM, SPLIT_SAMPLE + AROUND_SEAM) / usual,
  };
}

function largestStep(samples: Int16Array, from: number, to: number): number {
  let largest = 0;
  for (let index = from + 1; index < to; index += 1) {
    largest = Math.max(largest, Math.abs((samples[index] ?? 0) - (samples[index - 1] ?? 0)));
  }
  return largest;
}

function longestSilence(samples: Int16Array): number {
  let longest = 0;
  let run = 0;
  for (const value of samples) {
    run = Math.abs(value) < SILENT ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
