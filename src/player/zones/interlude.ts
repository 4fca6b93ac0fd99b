import type {
  EngineEvent,
  EnginePicture,
  EngineSound,
  HeldPlay,
  LoadRequest,
  NextLoad,
  PlayerEngine,
  SubtitleFile,
  TakeOver,
} from '#player/engine-port';
import type { ScreenSetting, ToneSetting } from '#contract/entities/zone-setting';

/** `over`: something else was asked for, or the player died, before anything of it came out. */
export type InterludeOutcome = 'heard' | 'unplayable' | 'no_output' | 'over';

interface Tracks {
  readonly audio: number | undefined;
  /** null: off. */
  readonly subtitle: number | null | undefined;
}

/** What is gone back to. */
interface Kept {
  readonly request: LoadRequest;
  readonly next: NextLoad | undefined;
  readonly positionMs: number;
  readonly tracks: Tracks;
  readonly subtitles: readonly SubtitleFile[];
}

const NOTHING_CHOSEN: Tracks = { audio: undefined, subtitle: undefined };

/**
 * A player that can play a file of ours in between. Whoever commands it does not notice, but that what is on stands still
 * meanwhile: afterwards it is on again, where it was, as it was, with what follows it.
 */
export class Interlude implements PlayerEngine {
  readonly #inner: PlayerEngine;
  #listener: (event: EngineEvent) => void = () => undefined;
  #isUp = false;
  #kept: Kept | undefined;
  /** Its load ids are negative: those of the zone grow from 1. */
  #lastId = 0;
  #on: { readonly loadId: number; readonly settle: (outcome: InterludeOutcome) => void } | undefined;
  /** It holds what only the player itself knows the name of. */
  #isBlind = false;
  /** What follows is to be said again, once what is on has arrived. */
  #isNextDue = false;
  /** To be chosen again as soon as the tracks are known. */
  #rechoose = NOTHING_CHOSEN;

  constructor(inner: PlayerEngine) {
    this.#inner = inner;
  }

  get isRealTime(): boolean {
    return this.#inner.isRealTime;
  }

  get isWorn(): boolean {
    return this.#inner.isWorn;
  }

  start(
    listener: (event: EngineEvent) => void,
    claim: (held: HeldPlay) => TakeOver | undefined,
    mayBegin?: Promise<unknown>,
  ): Promise<void> {
    this.#listener = listener;
    const onFound = (held: HeldPlay) => {
      const taken = claim(held);
      if (taken) this.#takeOver(held, taken);
      return taken;
    };
    return this.#inner.start((event) => this.#receive(event), onFound, mayBegin);
  }

  stop(): Promise<void> {
    this.#end('over');
    return this.#inner.stop();
  }

  /** Resolves when it is heard, or will not be. `path` is absolute, and ours; a film is seen as well. */
  play(path: Buffer, isFilm: boolean): Promise<InterludeOutcome> {
    this.#end('over');
    if (!this.#isUp || this.#isBlind) return Promise.resolve('over');
    const { promise, resolve } = Promise.withResolvers<InterludeOutcome>();
    this.#lastId -= 1;
    this.#on = { loadId: this.#lastId, settle: resolve };
    this.#inner.load({ loadId: this.#lastId, path, isFilm, startMs: 0, isPaused: false, fadesIn: false });
    this.#standStill();
    return promise;
  }

  load(request: LoadRequest): void {
    this.#end('over');
    this.#isBlind = this.#isNextDue = false;
    const { startMs: positionMs } = request;
    this.#kept = { request, next: undefined, positionMs, tracks: NOTHING_CHOSEN, subtitles: [] };
    this.#inner.load(request);
  }

  prepare(next: NextLoad | undefined): void {
    this.#keep({ next });
    if (!this.#on && !this.#isNextDue) this.#inner.prepare(next);
  }

  unload(): void {
    this.#end('over');
    this.#isBlind = this.#isNextDue = false;
    this.#kept = undefined;
    this.#inner.unload();
  }

  setPaused(isPaused: boolean): void {
    if (this.#kept) this.#keep({ request: { ...this.#kept.request, isPaused } });
    if (this.#on) this.#standStill();
    else this.#inner.setPaused(isPaused);
  }

  seek(positionMs: number): void {
    this.#keep({ positionMs });
    if (!this.#on) this.#inner.seek(positionMs);
  }

  setSound(sound: EngineSound): void {
    this.#inner.setSound(sound);
  }

  setTone(tone: ToneSetting): void {
    this.#inner.setTone(tone);
  }

  setGain(loadId: number, gainDb: number | undefined): void {
    if (this.#kept?.request.loadId === loadId) this.#keep({ request: { ...this.#kept.request, gainDb } });
    if (!this.#on) this.#inner.setGain(loadId, gainDb);
  }

  setAudioDevice(device: string | undefined): void {
    this.#inner.setAudioDevice(device);
  }

  setPicture(picture: EnginePicture): void {
    this.#inner.setPicture(picture);
  }

  setAudioTrack(audio: number): void {
    if (this.#kept) this.#keep({ tracks: { ...this.#kept.tracks, audio } });
    if (!this.#on) this.#inner.setAudioTrack(audio);
  }

  setSubtitleTrack(index: number | undefined): void {
    if (this.#kept) this.#keep({ tracks: { ...this.#kept.tracks, subtitle: index ?? null } });
    if (!this.#on) this.#inner.setSubtitleTrack(index);
  }

  retrySound(): void {
    if (!this.#on) this.#inner.retrySound();
  }

  addSubtitles(loadId: number, files: readonly SubtitleFile[]): void {
    if (this.#kept?.request.loadId === loadId) this.#keep({ subtitles: [...this.#kept.subtitles, ...files] });
    if (!this.#on) this.#inner.addSubtitles(loadId, files);
  }

  setScreen(screen: ScreenSetting): void {
    this.#inner.setScreen(screen);
  }

  #keep(change: Partial<Kept>): void {
    if (this.#kept) this.#kept = { ...this.#kept, ...change };
  }

  #receive(event: EngineEvent): void {
    if ('loadId' in event && event.loadId < 0) {
      this.#receiveOwn(event);
      return;
    }
    this.#note(event);
    this.#listener(event);
    if (event.type === 'started') this.#addAgain(event.loadId);
    if (event.type === 'media') this.#chooseAgain(event);
  }

  #receiveOwn(event: Extract<EngineEvent, { loadId: number }>): void {
    if (event.loadId !== this.#on?.loadId) return;
    if (event.type === 'position' && event.isSettled) this.#on.settle('heard');
    if (event.type !== 'ended') return;
    this.#end(event.reason === 'eof' ? 'heard' : event.reason);
    this.#goBack();
  }

  /** What is on now, and where it is. */
  #note(event: EngineEvent): void {
    switch (event.type) {
      case 'ready':
      case 'taken_over':
        this.#isUp = true;
        return;
      case 'lost':
      case 'missing':
        this.#isUp = false;
        this.#end('over');
        this.#kept = undefined;
        return;
      case 'started':
        this.#begun(event.loadId);
        return;
      case 'position':
        if (event.loadId === this.#kept?.request.loadId) this.#moved(event.positionMs, event.isSettled);
        return;
      case 'ended':
      case 'media':
      case 'silent':
      case 'worn':
        return;
    }
  }

  #moved(positionMs: number, isSettled: boolean): void {
    this.#keep({ positionMs });
    if (!isSettled || !this.#isNextDue || this.#on) return;
    this.#isNextDue = false;
    this.#inner.prepare(this.#kept?.next);
  }

  /** Names that are not UTF-8 are not told whole. */
  #takeOver(held: HeldPlay, taken: TakeOver): void {
    const { path, next, positionMs, isPaused } = held;
    const { loadId, nextLoadId, clip, nextClip, gainDb, nextGainDb, isFilm, isNextFilm } = taken;
    this.#isBlind = `${path}${next ?? ''}`.includes('\uFFFD');
    const request = { loadId, path: Buffer.from(path), clip, gainDb, isFilm, startMs: 0, isPaused, fadesIn: false };
    const follows = nextLoadId !== undefined && next !== undefined;
    const following = { clip: nextClip, gainDb: nextGainDb, isFilm: isNextFilm };
    this.#kept = {
      ...{ request, positionMs, tracks: NOTHING_CHOSEN, subtitles: [] },
      next: follows ? { ...following, loadId: nextLoadId, path: Buffer.from(next) } : undefined,
    };
  }

  /** What was prepared has followed. */
  #begun(loadId: number): void {
    const next = this.#kept?.next;
    if (!this.#kept || next?.loadId !== loadId) return;
    const request = { ...next, startMs: 0, isPaused: this.#kept.request.isPaused, fadesIn: false };
    this.#kept = { request, next: undefined, positionMs: 0, tracks: NOTHING_CHOSEN, subtitles: [] };
  }

  #end(outcome: InterludeOutcome): void {
    const on = this.#on;
    this.#on = undefined;
    on?.settle(outcome);
  }

  #goBack(): void {
    const kept = this.#kept;
    if (!kept) {
      this.#inner.unload();
      return;
    }
    const { request, next, positionMs, tracks } = kept;
    this.#rechoose = tracks;
    this.#inner.load({ ...request, startMs: positionMs, fadesIn: false });
    // A start position must have been used up before anything is prepared.
    this.#isNextDue = next !== undefined;
  }

  /** What is on does not move on meanwhile. */
  #standStill(): void {
    if (!this.#kept) return;
    const { request, positionMs } = this.#kept;
    const { loadId } = request;
    this.#listener({ type: 'position', loadId, positionMs, isMoving: false, isSettled: false });
  }

  #addAgain(loadId: number): void {
    const kept = this.#kept;
    if (kept?.request.loadId === loadId && kept.subtitles.length > 0) this.#inner.addSubtitles(loadId, kept.subtitles);
  }

  #chooseAgain({ audioTracks, subtitleTracks }: Extract<EngineEvent, { type: 'media' }>): void {
    const { audio, subtitle } = this.#rechoose;
    const hasAudio = audio !== undefined && audio < audioTracks.length;
    const hasSubtitle = subtitle === null || (subtitle !== undefined && subtitle < subtitleTracks.length);
    if (hasAudio) this.#inner.setAudioTrack(audio);
    if (hasSubtitle) this.#inner.setSubtitleTrack(subtitle ?? undefined);
    this.#rechoose = { audio: hasAudio ? undefined : audio, subtitle: hasSubtitle ? undefined : subtitle };
  }
}
