import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ApiClient } from '#contract/client';
import { freePort } from '#test/support/free-port';
import { SMALL_MEMORY } from '#headless/small-memory';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

export interface ServicePlan {
  readonly media?: readonly string[];
  /** An empty folder of its own unless told, so that sticks of this machine stay out of it. */
  readonly mounts?: string;
  /** A new one, removed at the end, unless told. */
  readonly data?: string;
  readonly audioOutput?: string;
  readonly videoOutput?: string;
  /** Free ones unless told; a service that comes back is found at its old ones. */
  readonly port?: number;
  readonly phonePort?: number;
  readonly hasPhones?: boolean;
  /** With the demo library that stands in while no stick is in. */
  readonly hasDemo?: boolean;
  readonly flags?: readonly string[];
  /** The file to run; the source unless told. */
  readonly entry?: string;
  /** Beside what a service is started with in any case. */
  readonly env?: Readonly<Record<string, string>>;
  /** Put before the command line. */
  readonly prefix?: readonly string[];
}

export interface RunningService extends AsyncDisposable {
  readonly baseUrl: string;
  readonly phoneUrl: string;
  readonly token: string;
  readonly client: ApiClient;
  readonly data: string;
  readonly mounts: string;
  readonly pid: number;
  /** From the start of the process to its line `carputer ready on ...`. */
  readonly readyAfterMs: number;
  /** What it wrote to standard error so far. */
  log(): string;
  /** Ends it and gives its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export const SERVICE_SOURCE = fileURLToPath(new URL('../../src/headless/service.ts', import.meta.url));
const READY_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 10_000;

/** The real service as a process of its own, on free ports, with nothing of this machine's user in it. */
export async function startService(plan: ServicePlan = {}): Promise<RunningService> {
  const scratch = await makeTempFolder();
  const { data = join(scratch.path, 'data'), mounts = join(scratch.path, 'mounts') } = plan;
  // A second start on the same data folder finds the first one's players where they were.
  const home = plan.data === undefined ? scratch.path : `${plan.data}-home`;
  await mkdir(mounts, { recursive: true });
  await mkdir(home, { recursive: true });
  const { port = await freePort(), phonePort = await freePort() } = plan;
  const startedMs = performance.now();
  const service = spawnService(
    home,
    [
      ...['--data', data, '--mounts', mounts, '--port', String(port), '--no-window'],
      ...['--audio-output', plan.audioOutput ?? 'null', '--video-output', plan.videoOutput ?? 'null'],
      ...(plan.hasDemo === true ? [] : ['--no-demo']),
      ...(plan.media ?? []).flatMap((folder) => ['--media', folder]),
      ...(plan.hasPhones === true ? ['--remote-host', '127.0.0.1', '--remote-port', String(phonePort)] : []),
      ...(plan.flags ?? []),
    ],
    plan,
  );
  const stop = async (signal?: NodeJS.Signals) => {
    const code = await endProcess(service.child, signal);
    await scratch[Symbol.asyncDispose]();
    return code;
  };

  try {
    await until(() => service.output().includes('carputer ready on'), {
      limitMs: READY_LIMIT_MS,
      giveUp: () => service.child.exitCode !== null,
    });
  } catch (cause) {
    await stop('SIGKILL');
    throw new Error(`The service did not become ready:\n${service.log()}`, { cause });
  }
  const readyAfterMs = Math.round(performance.now() - startedMs);
  const baseUrl = `http://127.0.0.1:${String(port)}`;
  const token = (await readFile(join(data, 'kiosk.token'), 'utf8')).trim();
  return {
    baseUrl,
    phoneUrl: `http://127.0.0.1:${String(phonePort)}`,
    token,
    client: new ApiClient({ baseUrl, token }),
    data,
    mounts,
    pid: service.child.pid ?? 0,
    readyAfterMs,
    log: service.log,
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
}

/** Runs the service to its end, for what must not start: a wrong flag, a second instance. */
export async function runService(
  flags: readonly string[],
): Promise<{ readonly code: number | null; readonly log: string }> {
  await using scratch = await makeTempFolder();
  const service = spawnService(scratch.path, flags);
  try {
    await until(() => service.child.exitCode !== null, { limitMs: READY_LIMIT_MS });
  } finally {
    await endProcess(service.child, 'SIGKILL');
  }
  return { code: service.child.exitCode, log: service.log() };
}

function spawnService(home: string, flags: readonly string[], plan: ServicePlan = {}) {
  const { entry = SERVICE_SOURCE, env: more, prefix = [] } = plan;
  const [program = '', ...args] = [...prefix, process.execPath, ...SMALL_MEMORY.flags, entry, ...flags];
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      XDG_RUNTIME_DIR: home,
      LANG: 'C.UTF-8',
      ...SMALL_MEMORY.env,
      ...more,
    },
  });
  let output = '';
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  return { child, output: () => output, log: () => log };
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, 'exit', { signal: AbortSignal.timeout(STOP_LIMIT_MS) });
  child.kill(signal);
  await ended.catch(() => child.kill('SIGKILL'));
  return child.exitCode;
}
