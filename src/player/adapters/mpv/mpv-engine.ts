import { chmod, mkdir } from 'node:fs/promises';

import type { ScreenSetting, ToneSetting } from '#contract/entities/zone-setting';
import { FilmPact } from '#player/adapters/mpv/film-pact';
import type { MpvClient } from '#player/adapters/mpv/mpv-client';
import { KnownFlags } from '#player/adapters/mpv/known-flags';
import { LocalMpv } from '#player/adapters/mpv/local-mpv';
import type { MpvEngineOptions } from '#player/adapters/mpv/mpv-engine-options';
import { mpvFlags } from '#player/adapters/mpv/mpv-flags';
import type { MpvHost } from '#player/adapters/mpv/mpv-host';
import { MpvSession } from '#player/adapters/mpv/mpv-session';
import { MpvSupervisor } from '#player/adapters/mpv/mpv-supervisor';
import { ProcessExchange } from '#player/adapters/mpv/process-exchange';
import { screenCommands } from '#player/adapters/mpv/screen-commands';
import { PcmFiles } from '#player/adapters/mpv/pcm-files';
import { takeRunning, type RunningPlay } from '#player/adapters/mpv/running-play';
import { TailMaker } from '#player/adapters/mpv/tail-maker';
import { socketPathOf } from '#player/adapters/mpv/socket-path';
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

const DEFAULT_DEVICE = 'auto';

/** One mpv process as a player engine, whatever happens to the process. */
export class MpvEngine implements PlayerEngine {
  readonly #options: MpvEngineOptions;
  readonly #host: MpvHost;
  readonly #pcm: PcmFiles | undefined;
  readonly #tails: TailMaker | undefined;
  readonly #supervisor: MpvSupervisor;
  readonly #exchange: ProcessExchange;
  #listener: (event: EngineEvent) => void = () => undefined;
  #claim: (held: HeldPlay) => TakeOver | undefined = () => undefined;
  #session: MpvSession | undefined;
  #audioDevice: string | undefined;
  /** Another machine ends what it plays with the connection. */
  readonly #pact = new FilmPact(() => (this.#options.host === undefined ? this.pid : undefined));

  constructor(options: MpvEngineOptions) {
    const { zoneId, runtimeDir, audioOutput, audioDevice, binary, logger, optionsFile, searchPath = '' } = options;
    this.#options = options;
    this.#audioDevice = audioDevice;
    const flags = new KnownFlags({ binary, cacheFile: optionsFile, searchPath, logger });
    this.#host = options.host ?? new LocalMpv({ binary, flags, socketPath: socketPathOf(runtimeDir, zoneId) });
    this.#pcm = PcmFiles.from(audioOutput, zoneId);
    // Another machine does not read our files, and in a recording nothing is early or late.
    if (!options.host && !this.#pcm) this.#tails = new TailMaker({ binary, flags, folder: runtimeDir, zoneId, logger });
    this.#supervisor = new MpvSupervisor(
      {
        logger,
        host: this.#host,
        flags: () => this.#flags(),
        prepare: () => this.#makeFolder(),
      },
      {
        onReady: (client) => this.#begin(client),
        onFound: (client) => takeRunning(client, (play) => this.#takeOver(client, play)),
        onEvent: (event) => this.#session?.receive(event),
        onLost: () => this.#lose(),
        onMissing: ({ words: problem, isAway }) => {
          this.#endSession();
          this.#exchange.end();
          this.#listener({ type: 'missing', problem, isAway });
        },
      },
    );
    this.#exchange = new ProcessExchange({
      ...{ logger, supervisor: this.#supervisor, limits: options },
      isUp: () => this.#session !== undefined,
      onWorn: () => this.#listener({ type: 'worn' }),
      onBegun: () => this.#endSession(),
    });
  }

  get isRealTime(): boolean {
    return this.#pcm === undefined;
  }

  get isWorn(): boolean {
    return this.#exchange.isWorn;
  }

  /** The process that plays now. */
  get pid(): number | undefined {
    return this.#supervisor.pid;
  }

  start(
    listener: (event: EngineEvent) => void,
    claim: (held: HeldPlay) => TakeOver | undefined,
    mayBegin?: Promise<unknown>,
  ): Promise<void> {
    this.#listener = listener;
    this.#claim = claim;
    this.#exchange.start();
    return this.#supervisor.start(mayBegin);
  }

  async stop(): Promise<void> {
    this.#listener = () => undefined;
    this.#claim = () => undefined;
    this.#exchange.stop();
    this.#endSession();
    await this.#supervisor.stop();
    this.#pact.unloaded();
    this.#host.stop();
  }

  load(request: LoadRequest): void {
    const isEmpty = this.#session?.isEmpty === true;
    if (!this.#exchange.load(request, isEmpty)) this.#loadInto(this.#session, request);
  }

  prepare(next: NextLoad | undefined): void {
    if (!this.#exchange.prepare(next)) this.#prepareIn(this.#session, next);
  }

  unload(): void {
    this.#exchange.unload();
    this.#session?.unload();
    this.#pact.unloaded();
  }

  setPaused(isPaused: boolean): void {
    if (!this.#exchange.setPaused(isPaused)) this.#session?.send(['set_property', 'pause', isPaused]);
  }

  seek(positionMs: number): void {
    this.#session?.seek(positionMs);
  }

  setSound({ volumePercent, isMuted, speed }: EngineSound): void {
    this.#session?.send(['set_property', 'volume', volumePercent]);
    this.#session?.send(['set_property', 'mute', isMuted]);
    this.#session?.send(['set_property', 'speed', speed]);
  }

  setTone(tone: ToneSetting): void {
    this.#session?.setTone(tone);
  }

  setGain(loadId: number, gainDb: number | undefined): void {
    this.#exchange.setGain(loadId, gainDb);
    this.#session?.setGain(loadId, gainDb);
  }

  setAudioDevice(device: string | undefined): void {
    this.#audioDevice = device;
    this.#session?.dropTail();
    this.#session?.send(['set_property', 'audio-device', device ?? DEFAULT_DEVICE]);
  }

  setPicture({ isOn, isInSight }: EnginePicture): void {
    this.#pact.setInSight(isInSight);
    if (this.#options.hasVideo) this.#session?.setPicture(isOn);
  }

  setAudioTrack(index: number): void {
    this.#session?.tracks.chooseAudio(index);
  }

  setSubtitleTrack(index: number | undefined): void {
    this.#session?.tracks.chooseSubtitle(index);
  }

  retrySound(): void {
    this.#session?.tracks.retrySound();
  }

  addSubtitles(loadId: number, files: readonly SubtitleFile[]): void {
    this.#session?.tracks.addSubtitles(loadId, files);
  }

  setScreen(screen: ScreenSetting): void {
    if (this.#options.hasVideo) for (const command of screenCommands(screen)) this.#session?.send(command);
  }

  #begin(client: MpvClient): void {
    this.#exchange.came();
    const session = this.#sessionOf(client);
    this.#session = session;
    session.start();
    // What is said to it from within is held as well: it comes after the sound is set.
    this.#listener({ type: 'ready' });
    const held = this.#exchange.end();
    if (!held) return;
    this.#loadInto(session, held.request);
    if (held.next) this.#prepareIn(session, held.next);
  }

  #loadInto(session: MpvSession | undefined, request: LoadRequest): void {
    this.#pact.loaded(request);
    session?.load(request);
  }

  #prepareIn(session: MpvSession | undefined, next: NextLoad | undefined): void {
    this.#pact.prepared(next);
    session?.prepare(next);
  }

  /** An exchange is nothing that anybody above must know of, unless the next process does not come up either. */
  #lose(): void {
    this.#endSession();
    this.#pact.unloaded();
    if (this.#exchange.lost()) return;
    this.#exchange.end();
    this.#listener({ type: 'lost' });
  }

  #sessionOf(client: MpvClient): MpvSession {
    const { logger } = this.#options;
    return new MpvSession({
      ...{ client, logger, pcm: this.#pcm, tails: this.#tails },
      addressOf: (path) => this.#host.addressOf(path),
      emit: (event) => {
        if (event.type === 'started') this.#pact.started(event.loadId);
        this.#listener(event);
      },
    });
  }

  /** False where it plays into another recording, or what nobody here knows. */
  #takeOver(client: MpvClient, play: RunningPlay): boolean {
    if (this.#pcm?.isOwn(play.pcmFile) === false) return false;
    const ids = this.#claim(play);
    if (!ids) return false;
    this.#session = this.#sessionOf(client);
    this.#session.takeOver(play, ids);
    const { loadId, nextLoadId, isFilm, isNextFilm } = ids;
    this.#pact.loaded({ loadId, isFilm });
    if (nextLoadId !== undefined) this.#pact.prepared({ loadId: nextLoadId, isFilm: isNextFilm });
    // Said again, an output is opened again, which is heard.
    if ((this.#audioDevice ?? DEFAULT_DEVICE) !== play.audioDevice) this.setAudioDevice(this.#audioDevice);
    this.#listener({ type: 'taken_over' });
    return true;
  }

  #endSession(): void {
    this.#session?.stop();
    this.#session = undefined;
  }

  #flags(): string[] {
    return mpvFlags({ ...this.#options, audioDevice: this.#audioDevice });
  }

  async #makeFolder(): Promise<void> {
    await mkdir(this.#options.runtimeDir, { recursive: true, mode: 0o700 });
    await chmod(this.#options.runtimeDir, 0o700);
    await this.#pcm?.prepare();
  }
}
