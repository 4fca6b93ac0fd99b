import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const SAMPLE_RATE = 44_100;

/** Runs ffmpeg quietly; the test fails with its own words. */
export async function ffmpeg(...words: readonly string[]): Promise<void> {
  await run('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...words], { timeout: 20_000 });
}

export function tone(frequency: number, seconds: number): string[] {
  return [
    '-f',
    'lavfi',
    '-i',
    `sine=frequency=${String(frequency)}:duration=${String(seconds)}:sample_rate=${String(SAMPLE_RATE)}`,
  ];
}

export function picture(seconds: number): string[] {
  return ['-f', 'lavfi', '-i', `testsrc=size=160x120:rate=25:duration=${String(seconds)}`];
}

/** The left channel of a 16-bit stereo WAV as mpv writes it; its header may not know the length yet. */
export async function readWav(path: string): Promise<Int16Array> {
  const bytes = await readFile(path);
  const start = bytes.indexOf('data') + 8;
  const frames = Math.floor((bytes.length - start) / 4);
  return Int16Array.from({ length: frames }, (_none, frame) => bytes.readInt16LE(start + frame * 4));
}

/** The pitches that are held for a while, in order, by crossings of zero; silence and seams are left out. */
export function pitches(samples: Int16Array, windowMs = 50): number[] {
  const size = Math.round((SAMPLE_RATE * windowMs) / 1_000);
  const found: number[] = [];
  let before = 0;
  for (let from = 0; from + size <= samples.length; from += size) {
    const part = samples.subarray(from, from + size);
    if (part.every((value) => Math.abs(value) < 50)) continue;
    const pitch = Math.round(crossings(part) / (2 * (windowMs / 1_000)) / 50) * 50;
    if (pitch === before && pitch !== found.at(-1)) found.push(pitch);
    before = pitch;
  }
  return found;
}

function crossings(samples: Int16Array): number {
  let count = 0;
  for (let index = 1; index < samples.length; index += 1) {
    if ((samples[index - 1] ?? 0) < 0 !== (samples[index] ?? 0) < 0) count += 1;
  }
  return count;
}
