import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';

import { trackId } from '#contract/entities/ids';
import { zoneSetting } from '#contract/entities/zone-setting';
import { EVERYWHERE } from '#contract/zone-outlets';
import { silentLogger } from '#kernel/logger';
import { MpvEngine } from '#player/adapters/mpv/mpv-engine';
import { Snapcast } from '#player/adapters/snapcast/snapcast';
import { FRONT, startRig } from '#test/integration/player/support/rig';
import { ffmpeg } from '#test/support/sounds';
import { canRun } from '#test/support/can-run';
import { EAR_RATE, startEars } from '#test/support/ears';
import { freePort } from '#test/support/free-port';
import { until } from '#test/support/until';
import { song } from '#test/unit/player/support/memory-catalog';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

async function setup() {
  const folder = await mkdtemp(join(tmpdir(), 'carputer-snapcast-'));
  undo.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  const port = await freePort();
  const problems: (string | undefined)[] = [];
  const failures: (string | undefined)[] = [];
  const deps = { host: '127.0.0.1', port, runtimeDir: folder, logger: silentLogger, steadyMs: 3_000 };
  const start = async (searchPath = process.env['PATH'] ?? '') => {
    const told = {
      onProblem: (words: string | undefined) => problems.push(words),
      onFailing: (words: string | undefined) => failures.push(words),
    };
    const snapcast = new Snapcast({ ...deps, ...told, searchPath });
    await snapcast.start();
    undo.push(() => snapcast.stop());
    return snapcast;
  };
  return { folder, port, problems, failures, start };
}

/** Of the programs that work for this folder, or of one of them. */
async function pidsOf(folder: string, program = 'pulseaudio|snapserver'): Promise<number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const lines = await Promise.all(names.map((name) => readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')));
  const isOne = new RegExp(`(?:${program})\0`, 'u');
  return names.flatMap((name, place) =>
    isOne.test(lines[place] ?? '') && lines[place]?.includes(folder) ? [Number(name)] : [],
  );
}

async function kill(folder: string, program: string): Promise<void> {
  for (const pid of await pidsOf(folder, program)) process.kill(pid, 'SIGKILL');
}

/** Begun again when it breaks, as Debian's unit does it: 0.26 now and then does when its server comes back. Gives its end. */
function keptClient(side: string, port: number, env: NodeJS.ProcessEnv): () => void {
  const names = ['--host', '127.0.0.1', '--port', String(port), '--hostID', side, '--soundcard', side];
  const begin = () =>
    spawn('snapclient', [...names, '--player', 'pulse', '--logsink', 'null'], { stdio: 'ignore', env });
  let isEnded = false;
  let client = begin();
  const again = () => {
    if (isEnded) return;
    client = begin();
    client.once('exit', again);
  };
  client.once('exit', again);
  return () => {
    isEnded = true;
    client.kill('SIGKILL');
  };
}

function isInstalled(): boolean {
  return ['snapserver', 'snapclient', 'pulseaudio', 'parec'].every((program) => canRun(program, '--version'));
}

it('plays one zone on two clients in step, and goes on when one of its programs dies', async (ctx) => {
  if (!isInstalled()) ctx.skip('snapserver, snapclient or pulseaudio is not installed');
  const { folder, port, problems, failures, start } = await setup();
  const snapcast = await start();
  const ears = await startEars();
  undo.push(() => ears[Symbol.asyncDispose]());
  for (const side of ['left', 'right']) undo.push(keptClient(side, port, ears.env));
  const clicks = join(folder, 'clicks.wav');
  const once = 'sine=frequency=440:duration=0.02,apad=pad_dur=0.98,aloop=loop=-1:size=44100';
  await ffmpeg('-f', 'lavfi', '-i', once, '-t', '600', clicks);
  const front = zoneSetting.parse({ id: FRONT, name: 'Front', hasVideo: false, audioDevice: EVERYWHERE });
  const rig = await startRig({
    ...{ items: [song('clicks', Buffer.from(clicks))], zones: [front] },
    engineOf: () =>
      new MpvEngine({
        ...{ zoneId: FRONT, hasVideo: false, audioDevice: EVERYWHERE, binary: 'mpv', logger: silentLogger },
        ...{ runtimeDir: join(folder, 'run'), audioOutput: 'pulse', videoOutput: undefined },
        pulseServer: snapcast.pulseServer,
      }),
  });
  undo.push(() => rig.close());
  await until(() => rig.isReady());
  await rig.handlers.setVolume({ id: FRONT, percent: 100 });
  await rig.handlers.play({ id: FRONT, trackId: trackId.parse('clicks') });

  const heard = async (least: number) => {
    const [left = [], right = []] = await ears.clicks();
    return left.length >= least && right.length >= least ? [left, right] : undefined;
  };
  const [left = [], right = []] = await until(() => heard(8), { limitMs: 120_000, everyMs: 1_000 });
  const offsets = left.map((at) => Math.min(...right.map((other) => Math.abs(other - at) / (EAR_RATE / 1_000))));
  const median = offsets.toSorted((a, b) => a - b)[Math.floor(offsets.length / 2)] ?? Infinity;
  process.stdout.write(
    `two clients of one stream were ${median.toFixed(1)} ms apart, ${Math.max(...offsets.slice(1)).toFixed(1)} ms at most\n`,
  );
  expect(median).toBeLessThan(150);
  expect(rig.positionMs()).toBeLessThan(300_000);

  for (const program of ['snapserver', 'pulseaudio']) {
    const [before = []] = await until(() => heard(0));
    await kill(folder, program);
    await until(() => heard(before.length + 4), { limitMs: 120_000, everyMs: 1_000 });
  }
  expect(problems).toEqual([]);
  expect(failures).toEqual([]);
});

it('says that its server ends again and again, and no more once it runs', async (ctx) => {
  if (!isInstalled()) ctx.skip('snapserver, snapclient or pulseaudio is not installed');
  const { folder, failures, start } = await setup();
  await start();
  const killed = new Set<number>();
  await until(
    async () => {
      for (const pid of await pidsOf(folder, 'snapserver')) {
        if (killed.has(pid)) continue;
        killed.add(pid);
        process.kill(pid, 'SIGKILL');
      }
      return failures.length > 0;
    },
    { limitMs: 60_000, everyMs: 100 },
  );
  expect(failures).toEqual(['snapserver ended again and again']);
  await until(() => failures.length > 1, { limitMs: 120_000, everyMs: 500 });
  expect(failures[1]).toBeUndefined();
});

it('is found again by a service that died, and ends with one that stops', async (ctx) => {
  if (!isInstalled()) ctx.skip('snapserver, snapclient or pulseaudio is not installed');
  const { folder, start } = await setup();
  await start();
  const pids = await until(async () => ((await pidsOf(folder)).length === 2 ? await pidsOf(folder) : undefined));
  const again = await start();
  expect(await pidsOf(folder)).toEqual(pids);
  again.stop();
  await until(async () => (await pidsOf(folder)).length === 0);
});

it('says what is missing', async () => {
  const { problems, start } = await setup();
  await start('/nowhere');
  expect(problems.at(-1)).toBe('pulseaudio and snapserver not installed: sudo apt-get install pulseaudio snapserver');
});
