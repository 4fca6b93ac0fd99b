import type { Chapter } from '#contract/entities/zone';
import type { ToneSetting } from '#contract/entities/zone-setting';
import type {
  EngineEvent,
  EnginePicture,
  EngineSound,
  HeldPlay,
  LoadRequest,
  NextLoad,
  PlayerEngine,
  TakeOver,
} from '#player/engine-port';

export interface FakeFile {
  /** What comes of opening it; plays unless told. */
  readonly opens?: 'plays' | 'unplayable' | 'no_output' | 'never';
  readonly durationMs?: number;
  readonly chapters?: readonly Chapter[];
}

type OfLoad = Exclude<EngineEvent, { type: 'ready' | 'taken_over' | 'worn' | 'lost' | 'missing' }>;

/** A player whose files do as they are told; time passes only as the test says. */
export class FakeEngine implements PlayerEngine {
  readonly isRealTime = true;
  isWorn = false;
  readonly files = new Map<string, FakeFile>();
  /** Names of the files that were heard, in order. */
  readonly heard: string[] = [];
  readonly loads: LoadRequest[] = [];
  sound: EngineSound | undefined;
  device: string | undefined;
  tone: ToneSetting | undefined;
  /** Told for what is on, in order. */
  readonly gains: (number | undefined)[] = [];
  picture: EnginePicture | undefined;
  isPaused = false;
  soundRetries = 0;
  isStopped = false;
  /** Ended at once unless told. */
  stopsWhen: Promise<unknown> | undefined;
  /** Never says whether it found a player that runs. */
  isSearching = false;
  #listener: (event: EngineEvent) => void = () => undefined;
  #claim: (held: HeldPlay) => TakeOver | undefined = () => undefined;
  #current: Pick<LoadRequest, 'loadId' | 'path'> | undefined;
  #next: NextLoad | undefined;
  #isUp = false;

  /** A process of it may be started. */
  mayBegin = false;

  start(
    listener: (event: EngineEvent) => void,
    claim: (held: HeldPlay) => TakeOver | undefined,
    mayBegin: Promise<unknown> = Promise.resolve(),
  ): Promise<void> {
    void mayBegin.then(() => (this.mayBegin = true));
    this.#listener = listener;
    this.#claim = claim;
    return this.isSearching ? new Promise(() => undefined) : Promise.resolve();
  }

  /** Comes as a player that an earlier service left; false where it is not taken over, and is started anew. */
  comeHolding(held: Partial<HeldPlay> & { readonly path: string }): boolean {
    const { before, next } = held;
    const isPaused = held.isPaused ?? false;
    const play = { positionMs: 0, volumePercent: 60, ...held, before, next, isPaused };
    const taken = this.#claim(play);
    if (!taken) {
      this.come();
      return false;
    }
    this.#isUp = true;
    this.isPaused = isPaused;
    this.#current = { loadId: taken.loadId, path: Buffer.from(play.path) };
    if (next !== undefined && taken.nextLoadId !== undefined) {
      this.#next = { loadId: taken.nextLoadId, path: Buffer.from(next) };
    }
    this.#listener({ type: 'taken_over' });
    const { loadId } = taken;
    this.#say({ type: 'media', loadId, durationMs: 180_000, audioTracks: [], subtitleTracks: [], chapters: [] });
    this.#say({ type: 'position', loadId, positionMs: play.positionMs, isMoving: !isPaused, isSettled: true });
    return true;
  }

  async stop(): Promise<void> {
    await this.stopsWhen;
    this.isStopped = true;
  }

  come(): void {
    this.#isUp = true;
    this.#listener({ type: 'ready' });
  }

  die(): void {
    this.#isUp = false;
    this.#current = undefined;
    this.#next = undefined;
    this.#listener({ type: 'lost' });
  }

  beMissing(): void {
    this.#isUp = false;
    this.#listener({ type: 'missing', problem: 'not installed' });
  }

  load(request: LoadRequest): void {
    if (!this.#isUp) return;
    this.loads.push(request);
    this.#next = undefined;
    this.isPaused = request.isPaused;
    this.#open(request, request.startMs);
  }

  prepare(next: NextLoad | undefined): void {
    if (this.#isUp) this.#next = next;
  }

  unload(): void {
    this.#current = undefined;
    this.#next = undefined;
  }

  setPaused(isPaused: boolean): void {
    this.isPaused = isPaused;
  }

  seek(positionMs: number): void {
    const current = this.#current;
    if (!current) return;
    const { loadId } = current;
    // Whether it moves is known only once it has arrived.
    this.#say(() => ({ type: 'position', loadId, positionMs, isMoving: !this.isPaused, isSettled: true }));
  }

  setSound(sound: EngineSound): void {
    this.sound = sound;
  }

  setTone(tone: ToneSetting): void {
    this.tone = tone;
  }

  setGain(loadId: number, gainDb: number | undefined): void {
    if (this.#current?.loadId === loadId) this.gains.push(gainDb);
  }

  setAudioDevice(device: string | undefined): void {
    this.device = device;
  }

  setPicture(picture: EnginePicture): void {
    this.picture = picture;
  }

  setAudioTrack(): void {
    // Films of the fake have one sound.
  }

  setSubtitleTrack(_index?: number): void {
    // Films of the fake have no subtitles.
  }

  retrySound(): void {
    this.soundRetries += 1;
  }

  /** What is on goes on without its sound. */
  loseSound(): void {
    if (this.#current) this.#say({ type: 'silent', loadId: this.#current.loadId });
  }

  addSubtitles(): void {
    // Nor are there any beside them.
  }

  setScreen(): void {
    // It has none.
  }

  get current(): string | undefined {
    return this.#current && nameOf(this.#current.path);
  }

  get hasPicture(): boolean | undefined {
    return this.picture?.isOn;
  }

  get preparedGainDb(): number | undefined {
    return this.#next?.gainDb;
  }

  get preparedCrossfadeMs(): number | undefined {
    return this.#next?.crossfadeMs;
  }

  get prepared(): string | undefined {
    return this.#next && nameOf(this.#next.path);
  }

  /** The current file ends by itself; what was prepared follows. */
  finish(reason: 'eof' | 'unplayable' = 'eof', endMs?: number): void {
    const current = this.#current;
    if (!current) return;
    const next = this.#next;
    this.#current = undefined;
    this.#listener({ type: 'ended', loadId: current.loadId, reason, endMs });
    if (!next || this.#next !== next) return;
    this.#next = undefined;
    this.#open(next, 0);
  }

  /** Where the player says that it is. */
  report(positionMs: number, isMoving = true): void {
    if (!this.#current) return;
    this.#listener({ type: 'position', loadId: this.#current.loadId, positionMs, isMoving, isSettled: false });
  }

  #open(request: Pick<LoadRequest, 'loadId' | 'path'>, startMs: number): void {
    const name = nameOf(request.path);
    const { opens = 'plays', durationMs = 180_000, chapters = [] } = this.files.get(name) ?? {};
    const { loadId } = request;
    this.#current = request;
    this.#say({ type: 'started', loadId });
    if (opens === 'never') return;
    if (opens !== 'plays') {
      this.#say({ type: 'ended', loadId, reason: opens });
      return;
    }
    this.heard.push(name);
    this.#say({ type: 'media', loadId, durationMs, audioTracks: [], subtitleTracks: [], chapters });
    this.#say({ type: 'position', loadId, positionMs: startMs, isMoving: !this.isPaused, isSettled: true });
  }

  /** As over a socket: later, and not at all once something else is on. */
  #say(said: OfLoad | (() => OfLoad)): void {
    queueMicrotask(() => {
      const event = typeof said === 'function' ? said() : said;
      if (this.#isUp && this.#current?.loadId === event.loadId) this.#listener(event);
    });
  }
}

function nameOf(path: Buffer): string {
  return path.toString().split('/').at(-1) ?? '';
}
