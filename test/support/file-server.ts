import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';

import { freePort } from '#test/support/free-port';
import { until } from '#test/support/until';

const PROGRAMS = ['/usr/sbin/sshd', '/usr/bin/ssh-keygen', '/usr/bin/sshfs', '/usr/bin/fusermount3', '/dev/fuse'];

/** Why sshd and sshfs cannot be tried here, or undefined. */
export function whyNoFileServer(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can lock a user of sshd into a folder';
  const missing = PROGRAMS.filter((path) => !existsSync(path));
  return missing.length > 0 ? `not there: ${missing.join(', ')}` : undefined;
}

/** OpenSSH's server as a router has it for its files: one key, SFTP, read-only, locked into `shared`. */
export class FileServer {
  readonly shared: string;
  /** Of the key that it lets in. */
  readonly keyFile: string;
  readonly fingerprint: string;
  readonly port: number;
  readonly #folder: string;
  readonly #child: ChildProcess;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.shared = join(folder, 'shared');
    this.keyFile = join(folder, 'key');
    this.port = port;
    this.fingerprint =
      execFileSync('ssh-keygen', ['-l', '-f', join(folder, 'host.pub')])
        .toString()
        .split(' ')[1] ?? '';
    this.#child = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', join(folder, 'sshd_config'), '-E', join(folder, 'log')], {
      stdio: 'ignore',
    });
  }

  static async start(): Promise<FileServer> {
    // sshd locks nobody into a folder below one that others may write in: not below /tmp.
    const folder = mkdtempSync('/var/lib/carputer-files-');
    const port = await freePort();
    mkdirSync('/run/sshd', { recursive: true });
    mkdirSync(join(folder, 'shared'), { mode: 0o755 });
    execFileSync('chmod', ['755', folder]);
    for (const name of ['host', 'key']) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', join(folder, name)]);
    }
    const lines = [
      `Port ${String(port)}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${folder}/host`,
      'PidFile none',
      'UsePAM no',
      'PermitRootLogin yes',
      'PasswordAuthentication no',
      'LogLevel VERBOSE',
      'Subsystem sftp internal-sftp',
      `AuthorizedKeysFile ${folder}/key.pub`,
      `ChrootDirectory ${folder}/shared`,
      'ForceCommand internal-sftp -R',
    ];
    writeFileSync(join(folder, 'sshd_config'), `${lines.join('\n')}\n`);
    const server = new FileServer(folder, port);
    // Not by knocking: the log would tell of that.
    await until(() => existsSync(join(folder, 'log')) && server.log.includes('Server listening'));
    return server;
  }

  get log(): string {
    return readFileSync(join(this.#folder, 'log'), 'utf8');
  }

  /** What serves the connections that are open now. */
  signalSessions(signal: 'STOP' | 'CONT' | 'KILL'): void {
    for (const pid of childrenOf(this.#child.pid ?? 0)) process.kill(pid, `SIG${signal}`);
  }

  async stop(): Promise<void> {
    this.signalSessions('KILL');
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function childrenOf(pid: number): number[] {
  try {
    const direct = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8').trim();
    const pids = direct === '' ? [] : direct.split(' ').map(Number);
    return pids.flatMap((child) => [child, ...childrenOf(child)]);
  } catch {
    return [];
  }
}
