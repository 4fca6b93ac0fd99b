import type { Duplex } from 'node:stream';

import type { RemoteSetting } from '#contract/entities/zone-setting';
import type { MpvHost } from '#player/adapters/mpv/mpv-host';
import type { MpvProcess } from '#player/adapters/mpv/mpv-process';
import { knownOf, optionsIn } from '#player/adapters/mpv/known-flags';
import { LentFiles } from '#player/adapters/remote/lent-files';
import { PlayerAway } from '#player/adapters/remote/player-away';
import { runKept } from '#player/adapters/remote/kept-program';
import { reachOut, type Reach } from '#player/adapters/remote/reach';
import { folderName, PLAY, PREPARE, shellCommand } from '#player/adapters/remote/remote-words';
import type { SshLine } from '#player/adapters/remote/ssh-line';
import type { RemoteAccess } from '#player/remote/remote-zones';

export interface RemoteMpvDeps {
  readonly zoneId: string;
  readonly target: RemoteSetting;
  readonly access: RemoteAccess;
}

const ASK_LIMIT_MS = 15_000;
const NO_FOLDER = 3;
const NO_MPV = 4;

/**
 * mpv on another Pi, over one SSH connection: the process, its socket, and the files that it plays. It needs sshd and mpv
 * there, nothing else.
 */
export class RemoteMpv implements MpvHost {
  readonly #deps: RemoteMpvDeps;
  readonly #files = new LentFiles();
  #reach: Reach | undefined;
  #socketPath: string | undefined;
  #options: ReadonlySet<string> | undefined;

  constructor(deps: RemoteMpvDeps) {
    this.#deps = deps;
  }

  async start(flags: readonly string[]): Promise<MpvProcess> {
    try {
      const { line } = (this.#reach = await this.#connected());
      const [folder, options] = await Promise.all([this.#prepare(line), this.#options ?? this.#list(line)]);
      this.#options = options;
      this.#socketPath = `${folder}/mpv.sock`;
      const all = knownOf([...flags, `--input-ipc-server=${this.#socketPath}`], options);
      return await runKept(line, shellCommand(PLAY, folder, ...all));
    } catch (cause) {
      throw cause instanceof PlayerAway ? cause : new PlayerAway(this.#silent(), { cause });
    }
  }

  async open(): Promise<Duplex | undefined> {
    return this.#socketPath === undefined ? undefined : this.#reach?.line.openSocket(this.#socketPath);
  }

  /** Without the service nobody lends it files: what was left is ended, and begins again where it was. */
  find(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  endLeftOvers(): Promise<number> {
    return Promise.resolve(0);
  }

  sizeKb(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  addressOf(path: Buffer): Buffer {
    return Buffer.from(`http://127.0.0.1:${String(this.#reach?.port ?? 0)}/${this.#files.lend(path)}`);
  }

  forgetProgram(): Promise<void> {
    this.#options = undefined;
    return Promise.resolve();
  }

  stop(): void {
    this.#reach?.line.close();
    this.#files.close();
  }

  async #connected(): Promise<Reach> {
    if (this.#reach?.line.isOpen) return this.#reach;
    const { target, access } = this.#deps;
    return reachOut(target, access, this.#files);
  }

  async #prepare(line: SshLine): Promise<string> {
    const { host } = this.#deps.target;
    const { code, text } = await line.ask(shellCommand(PREPARE, folderName(this.#deps.zoneId)), ASK_LIMIT_MS);
    if (code === NO_FOLDER) throw new PlayerAway(`The Pi at ${host} has no folder for a socket`);
    if (code === NO_MPV) throw new PlayerAway(`mpv is not installed on the Pi at ${host}: sudo apt-get install mpv`);
    const folder = text.trim();
    if (code !== 0 || !folder.startsWith('/')) throw new PlayerAway(this.#silent());
    return folder;
  }

  async #list(line: SshLine): Promise<ReadonlySet<string>> {
    const { text } = await line.ask(shellCommand('exec mpv --no-config --list-options'), ASK_LIMIT_MS);
    return optionsIn(text);
  }

  #silent(): string {
    return `The Pi at ${this.#deps.target.host} does not answer`;
  }
}
