import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { runCommand, type Said } from '#test/support/router-lab/places';
import { makeTempFolder, type TempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const SCRIPT = fileURLToPath(new URL('own-root.sh', import.meta.url));

/** This machine once more, with files, processes and a network of its own that vanish with it. Needs root. */
export class OwnRoot implements AsyncDisposable {
  readonly #folder: TempFolder;
  readonly #keeper: ChildProcess;
  readonly #base: string;
  readonly #pid: string;

  private constructor(folder: TempFolder, keeper: ChildProcess, base: string, pid: string) {
    this.#folder = folder;
    this.#keeper = keeper;
    this.#base = base;
    this.#pid = pid;
  }

  /** `base` is another system's root, where it is not to be this machine's; `hasNetwork`: this machine's network. */
  static async make({ base = '/', hasNetwork = false } = {}): Promise<OwnRoot> {
    const folder = await makeTempFolder();
    const network = hasNetwork ? [] : ['-n'];
    const own = ['unshare', '-m', ...network, '-p', '-u', '--fork', '--propagation', 'private', '--kill-child'];
    const keeper = spawn('setpriv', ['--pdeathsig', 'KILL', ...own, 'bash', SCRIPT, folder.path, base], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const pid = await until(() => insideOf(keeper), { giveUp: () => keeper.exitCode !== null });
    return new OwnRoot(folder, keeper, base, pid);
  }

  /** A command in it, to its end; a code other than 0 is an answer. */
  run(command: readonly string[], input?: string, limitMs?: number): Promise<Said> {
    return runCommand([...this.enter(), ...command], input, limitMs);
  }

  /** What a command has to begin with to be run in it. */
  enter(): readonly string[] {
    return ['nsenter', '-t', this.#pid, '-m', '-n', '-p', '-u', '-r', '-w', '--'];
  }

  /** A file of it, as it is reached from outside. */
  path(inside: string): string {
    return join(`/proc/${this.#pid}/root`, inside);
  }

  write(inside: string, content: string, mode = 0o644): void {
    mkdirSync(dirname(this.path(inside)), { recursive: true });
    writeFileSync(this.path(inside), content, { mode });
  }

  read(inside: string): string {
    return readFileSync(this.path(inside), 'utf8');
  }

  /** All that is otherwise than below it, by path: kind, mode, owner and a hash of the content, or `gone`. */
  changes(): ReadonlyMap<string, string> {
    const upper = this.path('/run/own-root');
    const paths = readdirSync(upper, { recursive: true, encoding: 'utf8' }).toSorted();
    const now = paths.map((path) => [`/${path}`, describeFile(this.path(path))] as const);
    return new Map(now.filter(([path, state]) => state !== describeFile(join(this.#base, path))));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#keeper.kill('SIGKILL');
    await until(() => !existsSync(`/proc/${this.#pid}/exe`)).catch(() => undefined);
    await this.#folder[Symbol.asyncDispose]();
  }
}

/** The process in the new root. Before it has gone in, its root is this machine's, and nothing may be written there. */
function insideOf({ pid }: ChildProcess): string | undefined {
  const child = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8').trim();
  return /^\d+$/u.test(child) && existsSync(`/proc/${child}/root/run/own-root`) ? child : undefined;
}

function describeFile(path: string): string {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return 'gone';
  const who = `${(stat.mode & 0o7777).toString(8)} ${String(stat.uid)}:${String(stat.gid)}`;
  if (stat.isSymbolicLink()) return `link ${readlinkSync(path)}`;
  if (stat.isDirectory()) return `folder ${who}`;
  if (!stat.isFile()) return `other ${who}`;
  return `file ${who} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
}
