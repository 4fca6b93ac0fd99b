import type { MpvCommand } from '#player/adapters/mpv/mpv-commands';
import type { OpenFile } from '#player/adapters/mpv/open-file';
import type { SubtitleFile } from '#player/engine-port';

export interface ChosenTracksDeps {
  /** What mpv has open now. */
  current(): OpenFile | undefined;
  /** What a file of this machine is called where the player runs. */
  readonly addressOf: (path: Buffer) => Buffer;
  send(command: MpvCommand): void;
}

/** Which sound and which subtitles mpv was told to take. Its settings hold for all files, a choice for one of them. */
export class ChosenTracks {
  readonly #deps: ChosenTracksDeps;
  #areChosen = false;

  constructor(deps: ChosenTracksDeps) {
    this.#deps = deps;
  }

  takeOver(areChosen: boolean): void {
    this.#areChosen = areChosen;
  }

  chooseAudio(index: number): void {
    const track = this.#deps.current()?.audio[index];
    if (track) this.#choose('aid', track.mpvId);
  }

  /** undefined: none. */
  chooseSubtitle(index: number | undefined): void {
    const track = index === undefined ? undefined : this.#deps.current()?.subtitles[index];
    if (index !== undefined && !track) return;
    this.#choose('sid', track?.mpvId ?? 'no');
  }

  /** mpv turns the sound off for good where its output cannot be opened. */
  retrySound(): void {
    const current = this.#deps.current();
    if (!current?.hasNoOutput || current.soundId === undefined) return;
    current.hasNoOutput = false;
    this.#choose('aid', current.soundId);
  }

  /** Nothing where another load is on. */
  addSubtitles(loadId: number, files: readonly SubtitleFile[]): void {
    const current = this.#deps.current();
    if (current?.loadId !== loadId) return;
    for (const { path, title = '', language = '' } of files) {
      const address = this.#deps.addressOf(path);
      // A player that was taken over has them.
      if (current.subtitles.some(({ file }) => file === address.toString())) continue;
      this.#deps.send(['sub-add', address, 'auto', title, language]);
    }
  }

  /** Another file is on. */
  forget(): void {
    if (!this.#areChosen) return;
    this.#areChosen = false;
    this.#deps.send(['set_property', 'aid', 'auto']);
    this.#deps.send(['set_property', 'sid', 'auto']);
  }

  #choose(...choice: readonly ['aid', number] | readonly ['sid', number | 'no']): void {
    this.#areChosen = true;
    this.#deps.send(['set_property', ...choice]);
  }
}
