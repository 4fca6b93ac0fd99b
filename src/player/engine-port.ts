import type { Chapter, MediaTrack } from '#contract/entities/zone';
import type { ScreenSetting, ToneSetting } from '#contract/entities/zone-setting';

// The port between a zone and what makes its sound and picture.

/** A stretch of a file that is an item of its own: positions and lengths are told within it. */
export interface Clip {
  readonly startMs: number;
  /** The end of the file unless told. */
  readonly endMs: number | undefined;
}

export interface LoadRequest {
  /** Chosen by the caller, growing; events name it. */
  readonly loadId: number;
  /** Absolute path, as bytes. */
  readonly path: Buffer;
  readonly clip?: Clip | undefined;
  /** How much louder it is played than it is; undefined leaves it as it is. */
  readonly gainDb?: number | undefined;
  /** Others may be heard together with it: it has two channels, so that they need not change for that. */
  readonly isMixed?: boolean | undefined;
  readonly startMs: number;
  readonly isPaused: boolean;
  /** The sound comes up from silence instead of at once. */
  readonly fadesIn: boolean;
  /** It is there to be seen; of all else no picture comes out, whatever is in the file. */
  readonly isFilm?: boolean | undefined;
}

/** What is to follow: it begins at its beginning. */
export interface NextLoad extends Pick<LoadRequest, 'loadId' | 'path' | 'clip' | 'gainDb' | 'isFilm' | 'isMixed'> {
  /** So long what is on is still heard under it. A wish: where that cannot be, it follows without a gap. */
  readonly crossfadeMs?: number | undefined;
}

/**
 * What a player that outlived its service holds. Paths are as the player says them: bytes that are not UTF-8 are replaced.
 */
export interface HeldPlay {
  readonly path: string;
  /** What played before it on this player, where it followed by itself. */
  readonly before: string | undefined;
  /** What is prepared to follow. */
  readonly next: string | undefined;
  /** In the file, whatever stretch of it is played. */
  readonly positionMs: number;
  readonly isPaused: boolean;
  readonly volumePercent: number;
}

/** By which load ids the events of a held file, and of the one prepared behind it, are told from now on. */
export interface TakeOver {
  readonly loadId: number;
  readonly nextLoadId: number | undefined;
  readonly clip: Clip | undefined;
  readonly nextClip: Clip | undefined;
  readonly gainDb?: number | undefined;
  readonly nextGainDb?: number | undefined;
  readonly isFilm?: boolean | undefined;
  readonly isNextFilm?: boolean | undefined;
  readonly isMixed?: boolean | undefined;
  readonly nextIsMixed?: boolean | undefined;
}

/** Whether films are seen, and by whom. */
export interface EnginePicture {
  /** False: no frame of any file comes out, whatever it is called. */
  readonly isOn: boolean;
  /** Whoever drives sees it, and nobody else would take a film off when the car drives away: no player outlives its service with one. */
  readonly isInSight: boolean;
}

export interface EngineSound {
  readonly volumePercent: number;
  readonly isMuted: boolean;
  readonly speed: number;
}

/** Text that the player may be given: ours, UTF-8, known by its content. */
export interface SubtitleFile {
  readonly path: Buffer;
  readonly language: string | undefined;
  readonly title: string | undefined;
}

export type EngineEvent =
  /** A fresh player that holds nothing yet; what was loaded before is gone. */
  | { readonly type: 'ready' }
  /** Stands for `ready` where a running player was taken over, as it was claimed. */
  | { readonly type: 'taken_over' }
  /** The player died or hung; it is being started again by itself. */
  | { readonly type: 'lost' }
  /**
   * There is no player on this machine; it is looked for again and again. `problem` says in words what to do. `isAway`: it
   * is another machine that is not there.
   */
  | { readonly type: 'missing'; readonly problem: string; readonly isAway?: boolean }
  /** `isWorn` has become true. */
  | { readonly type: 'worn' }
  /** A load has become the current one: asked for by `load`, or the prepared one after a gapless change. */
  | { readonly type: 'started'; readonly loadId: number }
  | {
      readonly type: 'media';
      readonly loadId: number;
      readonly durationMs: number | undefined;
      readonly audioTracks: readonly MediaTrack[];
      readonly subtitleTracks: readonly MediaTrack[];
      readonly chapters: readonly Chapter[];
    }
  /** `isMoving`: sound or picture comes out at this moment. `isSettled`: a load or a seek has arrived where it should. */
  | {
      readonly type: 'position';
      readonly loadId: number;
      readonly positionMs: number;
      readonly isMoving: boolean;
      readonly isSettled: boolean;
    }
  /** What is on has sound, but no output works for it: it goes on without, until `retrySound` helps. */
  | { readonly type: 'silent'; readonly loadId: number }
  /**
   * The end of a file by itself; not of one that another load, `unload` or a death replaced. `endMs` is where it was to end,
   * where that is before its end: the rest is heard under what follows.
   */
  | {
      readonly type: 'ended';
      readonly loadId: number;
      readonly reason: 'eof' | 'unplayable' | 'no_output';
      readonly endMs?: number | undefined;
    };

/**
 * Plays one file at a time, with the one after it prepared. Commands never throw and never wait: what comes of them comes
 * as events. Commands to a player that is not ready are dropped; the zone says again what it wants at `ready`.
 */
export interface PlayerEngine {
  /** False where the sound is written as fast as it is decoded: time then says nothing about how far a file was played. */
  readonly isRealTime: boolean;
  /** It is to be exchanged when what plays has ended: nothing should be prepared to follow without a gap. */
  readonly isWorn: boolean;
  /**
   * `claim` is asked once about a player that is found running; undefined has it ended. It must not wait. Resolves when
   * it is known whether one was found, not when a player is there; never rejects. A new process is not started before
   * `mayBegin`, which always resolves.
   */
  start(
    listener: (event: EngineEvent) => void,
    claim: (held: HeldPlay) => TakeOver | undefined,
    mayBegin?: Promise<unknown>,
  ): Promise<void>;
  /** Ends the player process; within 1.5 s. */
  stop(): Promise<void>;
  load(request: LoadRequest): void;
  /** Takes the place of what was prepared before; undefined prepares nothing. */
  prepare(next: NextLoad | undefined): void;
  unload(): void;
  setPaused(isPaused: boolean): void;
  seek(positionMs: number): void;
  setSound(sound: EngineSound): void;
  /** Of all that is put on from now on, and of what is on; what is prepared is to be prepared again. */
  setTone(tone: ToneSetting): void;
  /** To the load that is on now; nothing where another is. */
  setGain(loadId: number, gainDb: number | undefined): void;
  /** `device` is mpv's name of an output; undefined is the system's choice. */
  setAudioDevice(device: string | undefined): void;
  setPicture(picture: EnginePicture): void;
  /** `index` is a place in the list of the last `media` event. */
  setAudioTrack(index: number): void;
  setSubtitleTrack(index: number | undefined): void;
  /** After `silent`, which comes again where it still does not work. */
  retrySound(): void;
  /** To the load that is on now; nothing where another is. `path` is ours, never a stick's. */
  addSubtitles(loadId: number, files: readonly SubtitleFile[]): void;
  setScreen(screen: ScreenSetting): void;
}

/** Whether a file can still be read. `gone`: its volume does not answer; `missing`: the volume does, the file is not there. */
export type FileAnswer = 'answers' | 'missing' | 'gone';

export interface FileProbe {
  /** What does not answer within 400 ms is gone. */
  probe(path: Buffer): Promise<FileAnswer>;
  /** Only where the system says so: a device that is slow, or busy, is there. */
  isGone(path: Buffer): Promise<boolean>;
}
