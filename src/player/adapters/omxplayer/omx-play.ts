import type { Logger } from '#kernel/logger';
import type { KeptProgram } from '#player/adapters/remote/kept-program';
import { durationIn, statusIn, tracksIn } from '#player/adapters/omxplayer/omx-answers';
import type { OmxQuestion } from '#player/adapters/omxplayer/omx-control';
import type { EngineEvent, LoadRequest } from '#player/engine-port';

/** How a player sounds: a linear gain, and a speed. */
export interface OmxSound {
  readonly gain: number;
  readonly speed: number;
}

export interface OmxPlayDeps {
  readonly request: LoadRequest;
  readonly sound: OmxSound;
  /** Starts the player, silent unless `gain`. */
  readonly begin: (gain: number) => Promise<KeptProgram>;
  readonly ask: (question: OmxQuestion) => Promise<string | undefined>;
  readonly emit: (event: EngineEvent) => void;
  /** It died or hung in the middle, as far as anybody can tell. */
  readonly onDied: () => void;
  readonly logger: Logger;
}

const POLL_MS = 1_000;
const UNSETTLED_POLL_MS = 250;
/** An old Pi takes its time to open a file. */
const OPEN_LIMIT_MS = 30_000;
const MISSES_UNTIL_KILLED = 5;
/** It seeks to the next place at which a picture can begin. */
const NEAR_MS = 15_000;
const POLLS_UNTIL_NEAR = 12;
const QUIT_LIMIT_MS = 700;
const EARLY_MS = 2_000;
const QUIT_BY_USER = 3;

/** One file on omxplayer, from its start to its end: a process of its own. */
export class OmxPlay {
  readonly #deps: OmxPlayDeps;
  #program: KeptProgram | undefined;
  #isEnding = false;
  #isOpen = false;
  #isPaused: boolean;
  #sound: OmxSound;
  #told: OmxSound;
  #isTelling = false;
  #targetMs: number;
  #isSettled = false;
  #polls = 0;
  #positionMs: number;
  #durationMs: number | undefined;
  #hasSubtitles = false;
  #nap: (() => void) | undefined;
  #endTimer: NodeJS.Timeout | undefined;

  constructor(deps: OmxPlayDeps) {
    this.#deps = deps;
    this.#isPaused = deps.request.isPaused;
    this.#sound = deps.sound;
    // It begins to play at once: one that is to stand still must not be heard before it does.
    this.#told = { gain: this.#isPaused ? 0 : deps.sound.gain, speed: 1 };
    this.#targetMs = deps.request.startMs + (deps.request.clip?.startMs ?? 0);
    this.#positionMs = this.#targetMs;
  }

  /** Where it is, as it was told last; within its clip. */
  get positionMs(): number {
    return Math.max(0, this.#positionMs - (this.#deps.request.clip?.startMs ?? 0));
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Plays until its end, and tells it; resolves once the process is gone, never rejects. */
  async run(): Promise<void> {
    const { request, emit, logger } = this.#deps;
    try {
      const program = await this.#deps.begin(this.#told.gain);
      this.#program = program;
      emit({ type: 'started', loadId: request.loadId });
      const exited = program.exited().then((code) => {
        this.#nap?.();
        return code;
      });
      void this.#watch();
      if (this.#isEnding) this.#quit(program);
      this.#ended(await exited);
    } catch (error) {
      logger.debug({ err: error }, 'omxplayer did not start');
      if (!this.#isEnding) this.#deps.onDied();
    } finally {
      this.#isEnding = true;
      clearTimeout(this.#endTimer);
    }
  }

  /** Ends it; nothing is told of it any more. */
  end(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#nap?.();
    if (this.#program) this.#quit(this.#program);
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    if (!this.#isOpen) return;
    void this.#ask([isPaused ? 'pause' : 'play']).then(() => this.#tellSound());
    this.#nap?.();
  }

  /** `positionMs` is one within its clip. */
  seek(positionMs: number): void {
    this.#targetMs = positionMs + (this.#deps.request.clip?.startMs ?? 0);
    this.#isSettled = false;
    this.#polls = 0;
    clearTimeout(this.#endTimer);
    void this.#ask(['seek', this.#targetMs * 1_000]);
    this.#nap?.();
  }

  setSound(sound: OmxSound): void {
    this.#sound = sound;
    void this.#tellSound();
  }

  setPicture(isOn: boolean): void {
    void this.#ask([isOn ? 'show' : 'hide']);
  }

  setAudioTrack(index: number): void {
    void this.#ask(['select-audio', index]).then(() => this.#readMedia());
  }

  setSubtitleTrack(index: number | undefined): void {
    this.#hasSubtitles = index !== undefined;
    void this.#ask(index === undefined ? ['hide-subtitles'] : ['select-subtitle', index]).then(() => this.#readMedia());
  }

  /** Asked by a key, which it hears before it can be spoken to by D-Bus. */
  #quit(program: KeptProgram): void {
    program.type('q');
    const timer = setTimeout(() => program.kill(), QUIT_LIMIT_MS);
    void program.exited().then(() => clearTimeout(timer));
  }

  #ask(question: OmxQuestion): Promise<string | undefined> {
    return this.#isEnding ? Promise.resolve(undefined) : this.#deps.ask(question);
  }

  async #watch(): Promise<void> {
    const sinceMs = performance.now();
    let misses = 0;
    while (!this.#isEnding) {
      const status = statusIn((await this.#ask(['status'])) ?? '');
      misses = status ? 0 : misses + 1;
      if (status) await this.#heard(status);
      const isLate = !this.#isOpen && performance.now() - sinceMs > OPEN_LIMIT_MS;
      if (isLate || (this.#isOpen && misses >= MISSES_UNTIL_KILLED)) this.#program?.kill();
      await this.#pause(this.#isSettled ? POLL_MS : UNSETTLED_POLL_MS);
    }
  }

  async #heard({ positionMs, isPlaying }: { readonly positionMs: number; readonly isPlaying: boolean }): Promise<void> {
    if (!this.#isOpen) await this.#opened();
    if (this.#isEnding) return;
    this.#polls += 1;
    const isNear = Math.abs(positionMs - this.#targetMs) <= NEAR_MS || this.#polls >= POLLS_UNTIL_NEAR;
    if (!this.#isSettled && !isNear) return;
    const hasJustSettled = !this.#isSettled;
    this.#isSettled = true;
    this.#positionMs = positionMs;
    const { loadId } = this.#deps.request;
    const isMoving = isPlaying && !this.#isPaused;
    this.#deps.emit({ type: 'position', loadId, positionMs: this.positionMs, isMoving, isSettled: hasJustSettled });
    this.#endClip(isMoving);
  }

  async #opened(): Promise<void> {
    if (this.#isPaused) await this.#ask(['pause']);
    this.#durationMs = durationIn((await this.#ask(['duration'])) ?? '');
    this.#isOpen = true;
    await this.#readMedia();
    await this.#tellSound();
    // Somebody may have changed his mind meanwhile.
    if (this.#isPaused !== this.#deps.request.isPaused) await this.#ask([this.#isPaused ? 'pause' : 'play']);
  }

  async #readMedia(): Promise<void> {
    if (!this.#isOpen) return;
    const audioTracks = tracksIn((await this.#ask(['audio'])) ?? '');
    const subtitles = tracksIn((await this.#ask(['subtitles'])) ?? '');
    if (this.#isEnding) return;
    const { loadId, clip } = this.#deps.request;
    const endMs = clip?.endMs ?? this.#durationMs;
    this.#deps.emit({
      ...{ type: 'media', loadId, audioTracks, chapters: [] },
      durationMs: endMs === undefined ? undefined : Math.max(0, endMs - (clip?.startMs ?? 0)),
      subtitleTracks: subtitles.map((track) => ({ ...track, isSelected: track.isSelected && this.#hasSubtitles })),
    });
  }

  /** The latest only: each costs the other Pi a program. */
  async #tellSound(): Promise<void> {
    if (this.#isTelling || !this.#isOpen) return;
    this.#isTelling = true;
    while (!this.#isEnding && (this.#told.gain !== this.#sound.gain || this.#told.speed !== this.#sound.speed)) {
      const sound = this.#sound;
      if (sound.gain !== this.#told.gain) await this.#ask(['volume', sound.gain]);
      if (sound.speed !== this.#told.speed) {
        await this.#ask(['rate', sound.speed]);
        // A speed sets it going.
        if (this.#isPaused) await this.#ask(['pause']);
      }
      this.#told = sound;
    }
    this.#isTelling = false;
  }

  /** It knows of no end but that of the file. */
  #endClip(isMoving: boolean): void {
    clearTimeout(this.#endTimer);
    const endMs = this.#deps.request.clip?.endMs;
    if (endMs === undefined || !isMoving) return;
    const leftMs = (endMs - this.#positionMs) / this.#told.speed;
    if (leftMs > POLL_MS * 2) return;
    this.#endTimer = setTimeout(() => this.#endHere(), Math.max(0, leftMs));
  }

  #endHere(): void {
    if (this.#isEnding) return;
    this.end();
    this.#deps.emit({ type: 'ended', loadId: this.#deps.request.loadId, reason: 'eof' });
  }

  /** Its exit code is 0 at the end of a file; older ones say so whatever happened. */
  #ended(code: number | undefined): void {
    if (this.#isEnding) return;
    const { request, emit } = this.#deps;
    const isEarly = this.#durationMs === undefined || this.#positionMs < this.#durationMs - EARLY_MS - POLL_MS;
    if (this.#isOpen && isEarly && code !== 0 && code !== QUIT_BY_USER) this.#deps.onDied();
    else emit({ type: 'ended', loadId: request.loadId, reason: this.#isOpen ? 'eof' : 'unplayable' });
  }

  #pause(ms: number): Promise<void> {
    if (this.#isEnding) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#nap = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
