import { spawn, type ChildProcess } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

/** There is no such program on this machine. */
export class MpvNotFound extends Error {
  readonly words: string = 'mpv is not installed: sudo apt-get install mpv';
  readonly retryMs: number = 5_000;
  /** It is not this machine that lacks it. */
  readonly isAway: boolean = false;
}

export interface MpvProcess {
  readonly pid: number;
  /** Resolves with the exit code once the process is gone; undefined when a signal ended it, or where nobody knows. */
  exited(): Promise<number | undefined>;
  kill(): void;
}

/**
 * Starts mpv as the leader of a process group of its own and without pipes to the service, so that a service that dies
 * leaves the music playing.
 */
export async function spawnMpv(binary: string, flags: readonly string[]): Promise<MpvProcess> {
  const child = spawn(binary, flags, { detached: true, stdio: 'ignore', cwd: '/' });
  const exited = new Promise<number | undefined>((resolve) => {
    child.once('exit', (code) => resolve(code ?? undefined));
  });
  const pid = await spawned(child);
  child.unref();
  return { pid, exited: () => exited, kill: () => killGroup(pid) };
}

/** A player that an earlier service started on this socket with these flags; undefined unless there is exactly that one. */
export async function findPlayer(
  socketPath: string,
  flagsOf: () => Promise<readonly string[]>,
): Promise<MpvProcess | undefined> {
  const [found, ...others] = await playersOn(socketPath);
  const flags = found ? await flagsOf() : [];
  if (!found || others.length > 0 || !isDeepStrictEqual(fixed(found.flags), fixed(flags))) return undefined;
  const { pid } = found;
  const isThere = async () => (await playersOn(socketPath)).some((player) => player.pid === pid);
  return {
    pid,
    exited: async () => {
      while (await isThere()) await sleep(LEFT_OVER_POLL_MS);
      return undefined;
    },
    kill: () => {
      killGroup(pid);
      signal(pid, 'SIGKILL');
    },
  };
}

/** The output device is changed while mpv runs; all else stays as it was started. */
function fixed(flags: readonly string[]): readonly string[] {
  return flags.filter((flag) => !flag.startsWith('--audio-device='));
}

function spawned(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause: NodeJS.ErrnoException) => {
      reject(cause.code === 'ENOENT' ? new MpvNotFound('No such program', { cause }) : cause);
    });
    child.once('spawn', () => {
      if (child.pid === undefined) reject(new MpvNotFound('No process'));
      else resolve(child.pid);
    });
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has already gone.
  }
}

/** Memory that is this process's own, its share of what is shared included; undefined when it cannot be read. */
export async function memoryKb(pid: number): Promise<number | undefined> {
  const rollup = await readFile(`/proc/${String(pid)}/smaps_rollup`, 'utf8').catch(() => '');
  const size = /^Pss:\s+(\d+) kB$/mu.exec(rollup)?.[1];
  return size === undefined ? undefined : Number(size);
}

const LEFT_OVER_LIMIT_MS = 500;
const LEFT_OVER_POLL_MS = 20;

/**
 * Ends players that a dead service left on this socket, so that two never sound at once. They are told by the exact
 * socket flag on their command line; one that does not go when asked is killed.
 */
export async function endLeftOvers(socketPath: string): Promise<number> {
  const pids = (await playersOn(socketPath)).map((player) => player.pid);
  for (const pid of pids) signal(pid, 'SIGTERM');
  const deadline = performance.now() + LEFT_OVER_LIMIT_MS;
  while (pids.some((pid) => signal(pid, 0)) && performance.now() < deadline) await sleep(LEFT_OVER_POLL_MS);
  for (const pid of pids) signal(pid, 'SIGKILL');
  await rm(socketPath, { force: true });
  return pids.length;
}

async function playersOn(socketPath: string): Promise<{ readonly pid: number; readonly flags: readonly string[] }[]> {
  const flag = `--input-ipc-server=${socketPath}`;
  const names = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const lines = await Promise.all(names.map((name) => readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')));
  return names
    .map((name, place) => ({ pid: Number(name), flags: (lines[place] ?? '').split('\0').slice(1, -1) }))
    .filter(({ flags }) => flags.includes(flag));
}

/** False when there is no such process (any more). */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
