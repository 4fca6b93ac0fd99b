import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { zoneId } from '#contract/entities/ids';
import { makeSlowMachine } from '#test/bench/slow-machine';
import type { BenchOptions } from '#test/bench/options';
import { benchEntry } from '#test/bench/subject';
import { silentLogger } from '#kernel/logger';
import { KnownFlags } from '#player/adapters/mpv/known-flags';
import { mpvFlags } from '#player/adapters/mpv/mpv-flags';
import { firstOf } from '#test/support/first-of';
import { freePort } from '#test/support/free-port';
import { endPlayersOf } from '#test/support/left-players';
import { startService, type ServicePlan } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const ROUNDS = 10;
const SLOW_ROUNDS = 5;
const WAV_HEADER_BYTES = 44;
const SOUND_LIMIT_MS = 60_000;
const FRONT = zoneId.parse('front');
const POSITION_MS = 30_000;

const knownFlags = new KnownFlags({ binary: 'mpv', cacheFile: undefined, searchPath: '', logger: silentLogger });

interface Times {
  readonly p50Ms: number;
  readonly worstMs: number;
}

/** From the start of the process to the first sample of the song that played when the power went, beside mpv alone. */
export async function benchBoot(options: BenchOptions): Promise<object> {
  await using scratch = await makeTempFolder();
  const stick = await makeStick(join(scratch.path, 'STICK'), { tracks: options.tracks, seconds: 60, hasArtwork: true });
  const data = join(scratch.path, 'data');
  const entry = benchEntry();
  // As `npm run serve` starts it.
  const env = { NODE_COMPILE_CACHE: join(dirname(entry), '..', 'compile-cache') };
  const plan = { media: [stick.dir], data, entry, env, port: await freePort() };
  const path = await playAndCut(plan);
  options.say(`service: ${entry}; ${String(options.tracks)} songs, known; ${String(ROUNDS)} rounds each, in turn`);

  const quick = await measure({ plan, path, scratch: scratch.path, rounds: ROUNDS, prefix: [] });
  options.say(describe('this machine', quick));
  using slowMachine = makeSlowMachine();
  if (!slowMachine) options.say('a quarter of a core: only where root may make control groups of version 1');
  const slow =
    slowMachine &&
    (await measure({ plan, path, scratch: scratch.path, rounds: SLOW_ROUNDS, prefix: slowMachine.prefix }));
  if (slow) options.say(describe('a quarter of a core', slow));
  return { service: entry, tracks: options.tracks, rounds: ROUNDS, quick, slow: slow ?? null };
}

/** A service that played when the power went; gives the file. */
async function playAndCut(plan: ServicePlan & { readonly data: string }): Promise<string> {
  const service = await startService(plan);
  const { client } = service;
  await until(async () => (await client.call('listVolumes', {})).every(({ scan, lastScan }) => !scan && lastScan), {
    limitMs: 600_000,
    everyMs: 100,
  });
  const album = firstOf((await client.call('listAlbums', { limit: 1 })).items);
  await client.call('play', { id: FRONT, albumId: album.id });
  await client.call('seek', { id: FRONT, positionMs: POSITION_MS });
  await until(async () => (await client.call('getZone', { id: FRONT })).speed > 0);
  await wait(1_000);
  const { item } = await client.call('getZone', { id: FRONT });
  await service.stop('SIGKILL');
  await endPlayersOf(plan.data);
  return join(plan.media?.[0] ?? '', item?.path ?? '');
}

interface Plan {
  readonly plan: ServicePlan & { readonly data: string };
  readonly path: string;
  readonly scratch: string;
  readonly rounds: number;
  readonly prefix: readonly string[];
}

async function measure({ plan, path, scratch, rounds, prefix }: Plan) {
  const [sound, ready, floor]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    floor.push(await mpvAlone(path, join(scratch, 'floor'), prefix));
    const wavDir = join(scratch, 'wav');
    const startedMs = performance.now();
    const [service, soundMs] = await Promise.all([
      startService({ ...plan, audioOutput: `pcm:${wavDir}`, prefix }),
      firstSample(wavDir, startedMs),
    ]);
    sound.push(soundMs);
    ready.push(service.readyAfterMs);
    await service.stop('SIGKILL');
    await endPlayersOf(plan.data);
    await rm(wavDir, { recursive: true });
  }
  const [ours, alone] = [timesOf(sound), timesOf(floor)];
  return { firstSample: ours, ready: timesOf(ready), mpvAlone: alone, ratio: round2(ours.p50Ms / alone.p50Ms) };
}

/** The floor: the same file from the same place, by the same player with the same flags. */
async function mpvAlone(path: string, folder: string, prefix: readonly string[]): Promise<number> {
  const flags = await knownFlags.of([
    ...mpvFlags({
      hasVideo: false,
      audioDevice: undefined,
      audioOutput: `pcm:${folder}`,
      videoOutput: undefined,
    }),
    `--input-ipc-server=${join(folder, 'floor.sock')}`,
  ]);
  const more = [`--ao-pcm-file=${join(folder, 'front-1.wav')}`, `--start=${String(POSITION_MS / 1_000)}`, path];
  const [program = 'mpv', ...args] = [...prefix, 'mpv', ...flags, ...more];
  await mkdir(folder, { recursive: true });
  const startedMs = performance.now();
  const child = spawn(program, args, { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const tookMs = await firstSample(folder, startedMs);
  child.kill('SIGKILL');
  await ended;
  await rm(folder, { recursive: true });
  return tookMs;
}

async function firstSample(folder: string, startedMs: number): Promise<number> {
  await until(
    async () => {
      const name = (await readdir(folder).catch(() => [])).find((one) => one.endsWith('.wav'));
      return name !== undefined && (await stat(join(folder, name))).size > WAV_HEADER_BYTES;
    },
    { limitMs: SOUND_LIMIT_MS, everyMs: 2 },
  );
  return performance.now() - startedMs;
}

function timesOf(times: readonly number[]): Times {
  const sorted = times.toSorted((one, other) => one - other);
  return { p50Ms: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0), worstMs: Math.round(sorted.at(-1) ?? 0) };
}

function describe(
  where: string,
  { firstSample: ours, ready, mpvAlone: alone, ratio }: Awaited<ReturnType<typeof measure>>,
) {
  const words = ({ p50Ms, worstMs }: Times) => `${String(p50Ms)} ms (worst ${String(worstMs)})`;
  return `${where}: first sample ${words(ours)}, ready ${words(ready)}; mpv alone ${words(alone)}; ratio ${String(ratio)}`;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
