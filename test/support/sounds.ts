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

export interface LoudnessFacts {
  readonly lufs: number;
  /** Of full scale. */
  readonly peak: number;
}

/** How loud a stretch of a file is (EBU R 128), and its highest sample. */
export async function loudnessOf(path: string, fromS = 0, seconds = 1_000): Promise<LoudnessFacts> {
  const { stderr } = await run(
    'ffmpeg',
    [
      ...['-hide_banner', '-nostats', '-ss', String(fromS), '-t', String(seconds), '-i', path],
      ...['-af', 'ebur128=peak=sample:framelog=verbose', '-f', 'null', '-'],
    ],
    { timeout: 60_000 },
  );
  const lufs = Number(/I:\s+(-?[\d.]+) LUFS/u.exec(stderr)?.[1] ?? Number.NaN);
  const peakDb = Number(/Peak:\s+(-?[\d.]+) dBFS/u.exec(stderr)?.[1] ?? Number.NaN);
  return { lufs, peak: 10 ** (peakDb / 20) };
}

/** The highest level of a file between its samples too, in dB of full scale. */
export async function truePeakDb(path: string): Promise<number> {
  const { stderr } = await run(
    'ffmpeg',
    ['-hide_banner', '-nostats', '-i', path, '-af', 'ebur128=peak=true:framelog=verbose', '-f', 'null', '-'],
    { timeout: 60_000 },
  );
  return Number(/Peak:\s+(-?[\d.]+) dBFS/u.exec(stderr)?.[1] ?? Number.NaN);
}

const FORMAT_AT = 22;

/** The 16-bit samples of each channel of a WAV as mpv writes it, in the order of its channels. */
export async function readChannels(path: string): Promise<Int16Array[]> {
  const bytes = await readFile(path);
  const count = bytes.readUInt16LE(FORMAT_AT);
  const start = bytes.indexOf('data') + 8;
  const frames = Math.floor((bytes.length - start) / (2 * count));
  return Array.from({ length: count }, (_none, channel) =>
    Int16Array.from({ length: frames }, (_frame, frame) => bytes.readInt16LE(start + (frame * count + channel) * 2)),
  );
}

/** Of the middle of a stretch, in dB of full scale. */
export function levelDb(samples: Int16Array, fromS = 0, seconds = samples.length / SAMPLE_RATE): number {
  const [from, to] = [fromS + seconds * 0.25, fromS + seconds * 0.75].map((at) => Math.round(at * SAMPLE_RATE));
  const part = samples.subarray(from, to);
  const power = part.reduce((sum, value) => sum + (value / 32_768) ** 2, 0) / Math.max(1, part.length);
  return 10 * Math.log10(power + 1e-12);
}
