import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

import { FilesUnavailable } from '#network/errors';
import type { FilesMounter, MountedFiles } from '#network/ports';

export interface SshfsMounterDeps {
  readonly target: { readonly host: string; readonly port: number };
  /** This machine's key, the one that the router knows it by. */
  readonly keyFile: string;
  /** 0700: the folder is mounted in there, where nobody looks for sticks. */
  readonly runtimeFolder: string;
  readonly user?: string;
  readonly sshfs?: string;
  /** How often it is asked whether it still answers, and how long that may take. */
  readonly lookMs?: number;
  readonly answerMs?: number;
}

const run = promisify(execFile);
const MOUNT_LIMIT_MS = 15_000;
const LOOK_EVERY_MS = 50;
const LAST_WORDS_MS = 500;
const ANSWER_LIMIT_MS = 6_000;
const ALIVE_EVERY_MS = 15_000;
const UNMOUNT_LIMIT_MS = 3_000;
const OPTIONS = ['ro', 'nosuid', 'nodev', 'noexec', 'auto_unmount', 'fsname=carputer-router'];

/**
 * The router's folder by sshfs (a process that the kernel ends with this one), over a connection of its own: much that is read must not hold up
 * the lines that say whether the router is there. The router's key is held against the fingerprint that was confirmed before ours is used.
 */
export class SshfsMounter implements FilesMounter {
  readonly #deps: SshfsMounterDeps;
  readonly #folder: string;

  constructor(deps: SshfsMounterDeps) {
    this.#deps = deps;
    this.#folder = join(deps.runtimeFolder, 'router-files');
  }

  async mount(fingerprint: string, signal: AbortSignal): Promise<MountedFiles> {
    const folder = this.#folder;
    // One that a service of before has left is dead, and would be in the way.
    if (await isMounted(folder)) await detach(folder);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const config = join(this.#deps.runtimeFolder, 'router-files.ssh');
    await writeFile(config, sshConfig(this.#deps, fingerprint), { mode: 0o600 });
    const child = this.#spawn(config);
    const process = watchEnd(child);
    const unmount = async () => {
      // The kernel then fails whatever waits for an answer of it: nothing hangs on a link that is gone.
      child.kill('SIGKILL');
      await process.ended;
      if (await isMounted(folder)) await detach(folder);
    };
    try {
      await this.#untilMounted(process, signal);
    } catch (error) {
      await unmount();
      throw error;
    }
    void this.#killWhenSilent(child, process);
    return { folder, ended: process.ended, unmount };
  }

  #spawn(config: string): ChildProcess {
    const options = OPTIONS.flatMap((option) => ['-o', option]);
    const { sshfs = 'sshfs', user = 'carputer-share' } = this.#deps;
    return spawn(
      'setpriv',
      ['--pdeathsig', 'KILL', sshfs, `${user}@router:/`, this.#folder, '-f', '-F', config, ...options],
      { stdio: ['ignore', 'ignore', 'pipe'], env: ENVIRONMENT },
    );
  }

  async #untilMounted(process: Ending, signal: AbortSignal): Promise<void> {
    const endMs = performance.now() + MOUNT_LIMIT_MS;
    while (!(await isMounted(this.#folder))) {
      signal.throwIfAborted();
      if (process.hasEnded) throw new FilesUnavailable(process.words());
      if (performance.now() > endMs) throw new FilesUnavailable('the router does not answer in time');
      await wait(LOOK_EVERY_MS);
    }
    // sshfs mounts before it connects: only an answer shows that there is a router behind it.
    await freeSpace(this.#folder, { timeout: Math.max(1, Math.round(endMs - performance.now())), signal }).catch(
      async () => {
        signal.throwIfAborted();
        await Promise.race([process.ended, wait(LAST_WORDS_MS)]);
        throw new FilesUnavailable(process.words());
      },
    );
  }

  /** A server that has the connection and answers nothing. Asked by a process, so that no thread of this one hangs. */
  async #killWhenSilent(child: ChildProcess, process: Ending): Promise<void> {
    const { lookMs = ALIVE_EVERY_MS, answerMs = ANSWER_LIMIT_MS } = this.#deps;
    for (;;) {
      await Promise.race([process.ended, wait(lookMs, undefined, { ref: false })]);
      if (process.hasEnded) return;
      await freeSpace(this.#folder, { timeout: answerMs }).catch(() => child.kill('SIGKILL'));
    }
  }
}

/** The router is asked for it each time; names and sizes may come from sshfs's memory. */
function freeSpace(folder: string, limits: { readonly timeout: number; readonly signal?: AbortSignal }) {
  return run('stat', ['-f', '-c', '%f', folder], { ...limits, killSignal: 'SIGKILL' });
}

interface Ending {
  readonly ended: Promise<void>;
  readonly hasEnded: boolean;
  /** What it said last. */
  words(): string;
}

const LONGEST_WORDS = 2_000;

function watchEnd(child: ChildProcess): Ending {
  let said = '';
  let hasEnded = false;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-LONGEST_WORDS);
  });
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      hasEnded = true;
      resolve();
    };
    child.once('error', (error) => {
      said = error.message;
      end();
    });
    // Not until its pipes are closed: its ssh may hold them for as long as it waits for a router that is gone.
    child.once('exit', end);
  });
  return {
    ended,
    get hasEnded() {
      return hasEnded;
    },
    words: () => (said.trim() === '' ? 'sshfs has ended' : (said.trim().split('\n').at(-1) ?? '')),
  };
}

/** Words of the tools in one language, and the folders in which Debian keeps them. */
const ENVIRONMENT = { LC_ALL: 'C', PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };

async function isMounted(folder: string): Promise<boolean> {
  const table = await readFile('/proc/self/mountinfo', 'utf8');
  const place = folder.replaceAll(/[ \t\n\\]/gu, (letter) => `\\${letter.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return table.split('\n').some((line) => line.split(' ')[4] === place);
}

/** Off the tree at once, whoever still has something open there. */
async function detach(folder: string): Promise<void> {
  const limits = { timeout: UNMOUNT_LIMIT_MS, killSignal: 'SIGKILL', env: ENVIRONMENT } as const;
  await run('fusermount3', ['-u', '-z', folder], limits).catch(() => undefined);
}

/**
 * Neither an agent, nor a password, nor what this user has set up for other machines. OpenSSH asks `KnownHostsCommand` for the keys that the
 * host may have, with the fingerprint (%f), type (%t) and key (%K) of the one that answers (ssh_config(5)).
 */
function sshConfig({ target, keyFile }: SshfsMounterDeps, fingerprint: string): string {
  return `Host router
HostName ${target.host}
Port ${String(target.port)}
HostKeyAlias carputer-router
HostKeyAlgorithms ssh-ed25519
KnownHostsCommand /bin/sh -c 'if [ "$0" = "${fingerprint}" ]; then echo "carputer-router $1 $2"; fi' %f %t %K
UserKnownHostsFile none
GlobalKnownHostsFile none
StrictHostKeyChecking yes
UpdateHostKeys no
IdentityFile "${keyFile}"
IdentitiesOnly yes
IdentityAgent none
PreferredAuthentications publickey
BatchMode yes
ConnectTimeout 8
ServerAliveInterval 3
ServerAliveCountMax 2
ControlMaster no
ControlPath none
LogLevel ERROR
`;
}
