import { clipLength } from '#player/adapters/mpv/clip-stretch';
import type { MpvCommand } from '#player/adapters/mpv/mpv-commands';
import { chaptersOf, isInterlaced, toMs } from '#player/adapters/mpv/mpv-media';
import { mediaOf, takeTracks, type OpenFile } from '#player/adapters/mpv/open-file';
import type { EngineEvent } from '#player/engine-port';

export interface FileWatchDeps {
  /** What mpv has open now. */
  current(): OpenFile | undefined;
  send(command: MpvCommand, onReply?: (data: unknown) => void): void;
  emit(event: EngineEvent): void;
  /** It is here in its file, whatever stretch of that is played. */
  onAt(current: OpenFile, atMs: number): void;
}

const POLL_MS = 250;

/** Reads from mpv what the file that it has open is, and where it is in it, and tells that where it is different. */
export class FileWatch {
  readonly #deps: FileWatchDeps;
  #isCoreIdle = true;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: FileWatchDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#deps.send(['observe_property', 1, 'core-idle']);
    this.#deps.send(['observe_property', 2, 'duration']);
    this.#deps.send(['observe_property', 3, 'track-list']);
    this.#timer = setInterval(() => this.#readPosition(), POLL_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Behind `start`, of a file that plays already. */
  takeOver(isCoreIdle: boolean): void {
    this.#isCoreIdle = isCoreIdle;
    this.opened();
    this.#readPosition(true);
  }

  /** All that is known of it only now. */
  opened(): void {
    const current = this.#deps.current();
    if (!current) return;
    this.#deps.send(['get_property', 'track-list'], (list) => this.changed('track-list', list));
    this.#deps.send(['get_property', 'chapter-list'], (list) => {
      // Those of the whole file mean nothing within a stretch of it.
      current.chapters = current.clip ? [] : chaptersOf(list);
    });
    this.#deps.send(['get_property', 'duration'], (seconds) => {
      current.isOpen = true;
      this.changed('duration', seconds);
    });
  }

  /** It has arrived where it was to begin, or was sought to. */
  settled(current: OpenFile): void {
    current.isSettled = true;
    // mpv tells that it moves a moment after it has arrived: asked, it knows.
    this.#deps.send(['get_property', 'core-idle'], (isIdle) => {
      this.#isCoreIdle = isIdle !== false;
    });
    this.#combOut();
    this.#readPosition(true);
  }

  /** A property that is observed, or has just been asked for. */
  changed(name: string, data: unknown): void {
    if (name === 'core-idle') {
      this.#isCoreIdle = data !== false;
      this.#readPosition();
      return;
    }
    const current = this.#deps.current();
    if (!current) return;
    if (name === 'duration') current.durationMs = clipLength(current.clip, toMs(data));
    if (name === 'track-list') takeTracks(current, data);
    if (!current.isOpen) return;
    this.#tellMedia(current);
    this.#tellSilence(current);
  }

  /** mpv has said so. That it has taken the sound off it tells now before that, now behind it: asked, it knows. */
  outputFailed(): void {
    const current = this.#deps.current();
    if (!current || current.hasNoOutput) return;
    current.hasNoOutput = true;
    this.#deps.send(['get_property', 'track-list'], (list) => this.changed('track-list', list));
  }

  /** A picture of two fields shows combs on a screen that draws whole frames. */
  #combOut(): void {
    this.#deps.send(['get_property', 'video-frame-info'], (info) => {
      if (isInterlaced(info)) this.#deps.send(['set_property', 'deinterlace', true]);
    });
  }

  #tellMedia(current: OpenFile): void {
    const media = mediaOf(current);
    const told = JSON.stringify(media);
    if (told === current.told) return;
    current.told = told;
    this.#deps.emit({ type: 'media', loadId: current.loadId, ...media });
  }

  /** A song ends with its output; a film goes on. */
  #tellSilence({ loadId, audio, isSeen, hasNoOutput }: OpenFile): void {
    if (isSeen && hasNoOutput && audio.length > 0 && !audio.some(({ shown }) => shown.isSelected))
      this.#deps.emit({ type: 'silent', loadId });
  }

  #readPosition(hasJustSettled = false): void {
    const current = this.#deps.current();
    if (!current?.isSettled) return;
    this.#deps.send(['get_property', 'time-pos'], (seconds) => {
      const atMs = toMs(seconds);
      if (atMs === undefined || this.#deps.current() !== current || !current.isSettled) return;
      this.#deps.onAt(current, atMs);
      const positionMs = Math.max(0, atMs - (current.clip?.startMs ?? 0));
      const isMoving = !this.#isCoreIdle;
      this.#deps.emit({ type: 'position', loadId: current.loadId, positionMs, isMoving, isSettled: hasJustSettled });
    });
  }
}
