import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const ENCODERS = {
  mp3: ['-c:a', 'libmp3lame', '-b:a', '64k', '-write_xing', '1', '-id3v2_version', '0', '-write_id3v1', '0'],
  flac: ['-c:a', 'flac'],
  ogg: ['-c:a', 'libvorbis', '-q:a', '2'],
  oga: ['-c:a', 'libvorbis', '-q:a', '2'],
  opus: ['-c:a', 'libopus', '-b:a', '48k'],
  m4a: ['-c:a', 'aac', '-b:a', '64k'],
  m4b: ['-c:a', 'aac', '-b:a', '64k', '-f', 'ipod'],
  aac: ['-c:a', 'aac', '-b:a', '64k', '-write_id3v2', '1'],
  wav: ['-c:a', 'pcm_s16le'],
  aiff: ['-c:a', 'pcm_s16be', '-write_id3v2', '1'],
  wma: ['-c:a', 'wmav2', '-b:a', '64k'],
  wv: ['-c:a', 'wavpack'],
} as const satisfies Record<string, readonly string[]>;

/** Formats that this machine can write; ape, mpc and dsf come from `rare-sounds.ts`. */
export type SeedFormat = keyof typeof ENCODERS;

export const SEED_FORMATS = Object.keys(ENCODERS) as SeedFormat[];

export interface Seed {
  readonly format: SeedFormat;
  readonly frequencyHz: number;
  readonly seconds: number;
}

/** Encoded once for all test runs of this machine; the name changes with whatever changes the bytes. */
const CACHE = join(tmpdir(), 'carputer-test-seeds-1');
const ENCODE_LIMIT_MS = 60_000;

/** The file of a mono sine at a tenth below full scale, without tags. */
export async function seedFile(seed: Seed): Promise<string> {
  const { format, frequencyHz, seconds } = seed;
  const rate = format === 'opus' ? 48_000 : 44_100;
  return cached(`${String(frequencyHz)}hz-${String(seconds)}s.${format}`, [
    ...['-f', 'lavfi', '-i', `aevalsrc=0.9*sin(2*PI*${String(frequencyHz)}*t):s=${String(rate)}:d=${String(seconds)}`],
    ...ENCODERS[format],
  ]);
}

export async function seedBytes(seed: Seed): Promise<Buffer> {
  return readFile(await seedFile(seed));
}

/** A short film with two sound tracks (500 and 900 Hz) and two subtitle tracks, English and German each. */
export async function filmSeedFile(extension: 'mkv' | 'mp4', seconds: number): Promise<string> {
  await mkdir(CACHE, { recursive: true });
  const lines = join(CACHE, 'lines.srt');
  await writeFile(lines, '1\n00:00:00,200 --> 00:00:01,500\nA line to read\n');
  const duration = String(seconds);
  return cached(`film-${duration}s.${extension}`, [
    ...['-f', 'lavfi', '-i', `testsrc2=size=320x256:rate=25:duration=${duration}`],
    ...['-f', 'lavfi', '-i', `sine=frequency=500:duration=${duration}`],
    ...['-f', 'lavfi', '-i', `sine=frequency=900:duration=${duration}`],
    ...['-i', lines, '-i', lines],
    ...[0, 1, 2, 3, 4].flatMap((input) => ['-map', String(input)]),
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', '-b:a', '48k'],
    ...['-c:s', extension === 'mkv' ? 'srt' : 'mov_text'],
    ...['a', 's'].flatMap((kind) => [
      ...[`-metadata:s:${kind}:0`, 'language=eng', `-metadata:s:${kind}:1`, 'language=deu'],
    ]),
  ]);
}

export async function runFfmpeg(options: readonly string[]): Promise<void> {
  await run('ffmpeg', ['-nostdin', '-hide_banner', '-loglevel', 'error', '-y', ...options], {
    timeout: ENCODE_LIMIT_MS,
  });
}

/** Several suites may want the same seed at once, so it comes to its place by a rename. */
async function cached(name: string, options: readonly string[]): Promise<string> {
  const file = join(CACHE, name);
  if (existsSync(file)) return file;
  await mkdir(CACHE, { recursive: true });
  const draft = join(CACHE, `${randomUUID()}-${name}`);
  await runFfmpeg([...options, '-map_metadata', '-1', '-fflags', '+bitexact', draft]);
  await rename(draft, file);
  return file;
}
