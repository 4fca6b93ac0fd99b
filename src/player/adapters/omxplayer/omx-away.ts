import { extname } from 'node:path';

import type { RemoteSetting } from '#contract/entities/zone-setting';
import { OmxControl, type OmxQuestion } from '#player/adapters/omxplayer/omx-control';
import { PLAY_OMX, PREPARE_OMX } from '#player/adapters/omxplayer/omx-words';
import { runKept, type KeptProgram } from '#player/adapters/remote/kept-program';
import { LentFiles } from '#player/adapters/remote/lent-files';
import { PlayerAway } from '#player/adapters/remote/player-away';
import { reachOut, type Reach } from '#player/adapters/remote/reach';
import { folderName, shellCommand } from '#player/adapters/remote/remote-words';
import type { RemoteAccess } from '#player/remote/remote-zones';

export interface OmxAwayDeps {
  readonly zoneId: string;
  readonly hasVideo: boolean;
  readonly target: RemoteSetting;
  readonly access: RemoteAccess;
}

const ASK_LIMIT_MS = 15_000;
const TROUBLES: Readonly<Record<number, (host: string) => string>> = {
  3: (host) => `The Pi at ${host} has no folder for process ids`,
  4: (host) => `omxplayer is not installed on the Pi at ${host}: sudo apt-get install omxplayer`,
  5: (host) => `dbus-send is not installed on the Pi at ${host}: sudo apt-get install dbus`,
};

/** Endings by which omxplayer knows that it is given a song, so that it does not show the picture in it. */
const SONG_ENDINGS = new Set([
  '.mp3',
  '.flac',
  '.ogg',
  '.oga',
  '.m4a',
  '.aac',
  '.wav',
  '.wma',
  '.mka',
  '.aif',
  '.aiff',
  '.ape',
  '.wv',
  '.mpc',
]);
const LIKE_SONGS: Readonly<Record<string, string>> = { '.m4b': '.m4a', '.opus': '.ogg' };
const ANY_SONG = '.mka';

/** A Pi that has omxplayer, over one SSH connection: its processes, the way to speak to them, and the files they play. */
export class OmxAway {
  readonly #deps: OmxAwayDeps;
  readonly #files = new LentFiles();
  #open: { readonly reach: Reach; readonly control: OmxControl; readonly folder: string } | undefined;

  constructor(deps: OmxAwayDeps) {
    this.#deps = deps;
  }

  /** Resolves with the end of the connection. Throws `PlayerAway`. */
  async connect(): Promise<{ readonly closed: Promise<undefined> }> {
    const { target, access } = this.#deps;
    const reach = await reachOut(target, access, this.#files);
    try {
      const folder = await this.#prepare(reach);
      this.#open = { reach, folder, control: await OmxControl.open(reach.line) };
      return { closed: reach.line.closed() };
    } catch (cause) {
      reach.line.close();
      throw cause instanceof PlayerAway ? cause : new PlayerAway(this.#silent(), { cause });
    }
  }

  /** `name` is that of the player on D-Bus. */
  nameOf(play: number): string {
    return `org.mpris.MediaPlayer2.omxplayer.carputer_${folderName(this.#deps.zoneId)}_${String(play)}`;
  }

  async play(name: string, omxArguments: readonly string[]): Promise<KeptProgram> {
    if (!this.#open) throw new PlayerAway(this.#silent());
    const { reach, folder } = this.#open;
    return runKept(reach.line, shellCommand(PLAY_OMX, folder, name, ...omxArguments));
  }

  /** Undefined where the player of this name did not answer. */
  async ask(name: string, question: OmxQuestion): Promise<string | undefined> {
    return this.#open?.control.ask(name, question);
  }

  /** What an absolute path of this machine is called there. */
  addressOf(path: Buffer): string {
    const ending = extname(path.toString('latin1')).toLowerCase();
    const song = SONG_ENDINGS.has(ending) ? ending : (LIKE_SONGS[ending] ?? (this.#deps.hasVideo ? '' : ANY_SONG));
    return `http://127.0.0.1:${String(this.#open?.reach.port ?? 0)}/${this.#files.lend(path)}${song}`;
  }

  close(): void {
    this.#open?.reach.line.close();
    this.#open = undefined;
  }

  stop(): void {
    this.close();
    this.#files.close();
  }

  async #prepare({ line }: Reach): Promise<string> {
    const { code, text } = await line.ask(shellCommand(PREPARE_OMX, folderName(this.#deps.zoneId)), ASK_LIMIT_MS);
    const trouble = TROUBLES[code];
    if (trouble) throw new PlayerAway(trouble(this.#deps.target.host));
    const folder = text.trim();
    if (code !== 0 || !folder.startsWith('/')) throw new PlayerAway(this.#silent());
    return folder;
  }

  #silent(): string {
    return `The Pi at ${this.#deps.target.host} does not answer`;
  }
}
