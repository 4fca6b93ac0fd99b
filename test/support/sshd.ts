import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

import { canRun } from '#test/support/can-run';
import { freePort } from '#test/support/free-port';
import type { OtherMachine } from '#test/support/other-machine';
import { until } from '#test/support/until';

const SSHD = '/usr/sbin/sshd';

/** Why no other Pi can be played here; undefined where it can. */
export function whyNoSshd(): string | undefined {
  return canRun(SSHD, '-V') && canRun('ssh-keygen', '-?') ? undefined : 'openssh-server is not installed';
}

export interface SshdOptions {
  readonly authorizedKey: string;
  /** A folder of programs that come before those of the system. */
  readonly binFolder?: string;
  /** Of its shells; without spaces. */
  readonly env?: Readonly<Record<string, string>>;
  /** Another machine than this one. */
  readonly machine?: Pick<OtherMachine, 'address' | 'prefix'>;
}

const HERE: Pick<OtherMachine, 'address' | 'prefix'> = { address: '127.0.0.1', prefix: [] };

/** A real sshd, on 127.0.0.1 unless told, as this user, that takes one key. */
export async function runSshd({ authorizedKey, binFolder, env = {}, machine = HERE }: SshdOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'carputer-sshd-'));
  const port = await freePort();
  const { uid, username } = userInfo();
  if (uid === 0) mkdirSync('/run/sshd', { recursive: true });
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'host')]);
  const keys = join(folder, 'authorized_keys');
  await writeFile(keys, `${authorizedKey}\n`);
  await chmod(folder, 0o755);
  const path = [...(binFolder === undefined ? [] : [binFolder]), process.env['PATH'] ?? ''].join(':');
  await writeFile(
    join(folder, 'config'),
    [
      `ListenAddress ${machine.address}:${String(port)}`,
      `HostKey ${join(folder, 'host')}`,
      `AuthorizedKeysFile ${keys}`,
      'StrictModes no',
      'UsePAM no',
      'PidFile none',
      'PasswordAuthentication no',
      'PermitRootLogin prohibit-password',
      `SetEnv ${Object.entries({ PATH: path, XDG_RUNTIME_DIR: folder, ...env })
        .map(([name, value]) => `${name}=${value}`)
        .join(' ')}`,
      '',
    ].join('\n'),
  );
  let server: ChildProcess | undefined;
  const start = async () => {
    const [program, ...args] = [...machine.prefix, SSHD, '-D', '-e', '-f', join(folder, 'config')];
    server = spawn(program, args, { stdio: 'ignore' });
    await until(() => isListening(port, machine.address));
  };
  /** As a cable that is pulled: nobody is told, what runs there runs on. */
  const drop = async () => {
    const pids = await familyOf(server?.pid);
    for (const pid of pids) kill(pid);
  };
  await start();
  const hostKey = (await readFile(join(folder, 'host.pub'), 'utf8')).split(' ')[1] ?? '';
  return {
    ...{ port, user: username, folder, start, drop },
    hostKey: Buffer.from(hostKey, 'base64'),
    close: async () => {
      await drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** sshd, and what it has forked for each connection; not the programs that run there. */
async function familyOf(pid: number | undefined): Promise<number[]> {
  if (pid === undefined) return [];
  const all = await Promise.all((await readdir('/proc')).filter((name) => /^\d+$/u.test(name)).map(parentOf));
  const found = [pid];
  for (const parent of found)
    found.push(...all.filter((one) => one.parent === parent && one.isSshd).map(({ pid: id }) => id));
  return found.toReversed();
}

async function parentOf(name: string) {
  const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
  const [, program, parent] = /^\d+ \((.*)\) \S (\d+)/u.exec(stat) ?? [];
  return { pid: Number(name), parent: Number(parent), isSshd: program === 'sshd' };
}

function isListening(port: number, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has already gone.
  }
}
