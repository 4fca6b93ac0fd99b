import { setTimeout as sleep } from 'node:timers/promises';

import type { PictureSetting, RemoteSetting, ScreenSetting } from '#contract/entities/zone-setting';
import { withLimit } from '#kernel/lifecycle';
import type { Logger } from '#kernel/logger';
import { untilAborted } from '#kernel/until-aborted';
import { isMediaFile } from '#player/adapters/omxplayer/media-by-content';
import { omxArguments } from '#player/adapters/omxplayer/omx-arguments';
import { OmxAway } from '#player/adapters/omxplayer/omx-away';
import { OmxPlay, type OmxSound } from '#player/adapters/omxplayer/omx-play';
import { PlayerAway } from '#player/adapters/remote/player-away';
import type {
  EngineEvent,
  EnginePicture,
  EngineSound,
  HeldPlay,
  LoadRequest,
  PlayerEngine,
  TakeOver,
} from '#player/engine-port';
import type { RemoteAccess } from '#player/remote/remote-zones';

export interface OmxEngineOptions {
  readonly zoneId: string;
  readonly hasVideo: boolean;
  readonly picture: PictureSetting;
  /** In mpv's words, or omxplayer's `hdmi`, `local`, `both`. */
  readonly audioDevice: string | undefined;
  readonly target: RemoteSetting;
  readonly access: RemoteAccess;
  readonly logger: Logger;
}

const RETRY_MS = 1_000;
const STOP_LIMIT_MS = 1_200;

/**
 * omxplayer on a Pi too old for mpv, over SSH: a process for each file. It plays one file after the other with a gap, begins
 * without fading in, seeks to whole seconds at a start, and takes no subtitles that lie beside a film. Not proved on a
 * real one.
 */
export class OmxEngine implements PlayerEngine {
  readonly isRealTime = true;
  /** Nothing is ever prepared. */
  readonly isWorn = true;
  readonly #options: OmxEngineOptions;
  readonly #away: OmxAway;
  readonly #stopping = new AbortController();
  #listener: (event: EngineEvent) => void = () => undefined;
  #isReady = false;
  /** Grows when one comes, and when it goes. */
  #connections = 0;
  #plays = 0;
  #on: { readonly request: LoadRequest; readonly play: OmxPlay } | undefined;
  /** The process of the last one is gone. */
  #before: Promise<unknown> = Promise.resolve();
  #wanted: LoadRequest | undefined;
  #isTurning = false;
  #sound: OmxSound = { gain: 1, speed: 1 };
  #audioDevice: string | undefined;
  #isPictureOn = true;
  #screen: ScreenSetting | undefined;

  constructor(options: OmxEngineOptions) {
    this.#options = options;
    this.#audioDevice = options.audioDevice;
    this.#away = new OmxAway(options);
  }

  /** Nothing is taken over: without the service a player there has nothing to read. */
  start(
    listener: (event: EngineEvent) => void,
    _claim: (held: HeldPlay) => TakeOver | undefined,
    mayBegin?: Promise<unknown>,
  ): Promise<void> {
    this.#listener = listener;
    void this.#run(mayBegin);
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#listener = () => undefined;
    this.#forget();
    await withLimit(this.#before, STOP_LIMIT_MS, 'omxplayer did not end').catch(() => undefined);
    this.#stopping.abort();
    this.#away.stop();
  }

  load(request: LoadRequest): void {
    if (!this.#isReady) return;
    this.#wanted = request;
    this.#on?.play.end();
    void this.#turn();
  }

  /** There is nothing to prepare; see `isWorn`. */
  prepare(): void {
    return;
  }

  unload(): void {
    this.#forget();
  }

  setPaused(isPaused: boolean): void {
    if (this.#wanted) this.#wanted = { ...this.#wanted, isPaused };
    else this.#on?.play.setPaused(isPaused);
  }

  seek(positionMs: number): void {
    if (this.#wanted) this.#wanted = { ...this.#wanted, startMs: positionMs };
    else this.#on?.play.seek(positionMs);
  }

  /** mpv's volume is a cube; so is this, so that zones are as loud as each other. */
  setSound({ volumePercent, isMuted, speed }: EngineSound): void {
    this.#sound = { gain: isMuted ? 0 : (volumePercent / 100) ** 3, speed };
    this.#on?.play.setSound(this.#sound);
  }

  /** It has no filters: zones on one sound as their files do. */
  setTone(): void {
    return;
  }

  setGain(): void {
    return;
  }

  /** Chosen at a start only: what plays is begun anew where it is. */
  setAudioDevice(device: string | undefined): void {
    if (device === this.#audioDevice) return;
    this.#audioDevice = device;
    if (!this.#on || this.#wanted) return;
    const { request, play } = this.#on;
    this.load({ ...request, startMs: play.positionMs, isPaused: play.isPaused });
  }

  setPicture({ isOn }: EnginePicture): void {
    if (!this.#options.hasVideo || isOn === this.#isPictureOn) return;
    this.#isPictureOn = isOn;
    this.#on?.play.setPicture(isOn);
  }

  setAudioTrack(index: number): void {
    this.#on?.play.setAudioTrack(index);
  }

  setSubtitleTrack(index: number | undefined): void {
    this.#on?.play.setSubtitleTrack(index);
  }

  /** It never says that it plays without. */
  retrySound(): void {
    return;
  }

  /** It takes them at a start alone, in the place of those in the film: they are not offered. */
  addSubtitles(): void {
    return;
  }

  setScreen(screen: ScreenSetting): void {
    this.#screen = screen;
  }

  async #run(mayBegin: Promise<unknown> | undefined): Promise<void> {
    const { signal } = this.#stopping;
    await Promise.race([mayBegin, untilAborted(signal)]);
    while (!signal.aborted) {
      try {
        const { closed } = await this.#away.connect();
        this.#options.logger.info({}, 'omxplayer can be started');
        this.#connections += 1;
        this.#beReady();
        await Promise.race([closed, untilAborted(signal)]);
        this.#connections += 1;
        this.#lose();
      } catch (error) {
        await this.#wait(error);
      }
    }
    this.#away.close();
  }

  async #wait(error: unknown): Promise<void> {
    const problem = error instanceof PlayerAway ? error.words : 'omxplayer cannot be started';
    if (!(error instanceof PlayerAway)) this.#options.logger.error({ err: error }, problem);
    this.#listener({ type: 'missing', problem, isAway: true });
    await sleep(RETRY_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }

  #beReady(): void {
    if (this.#stopping.signal.aborted) return;
    this.#isReady = true;
    this.#listener({ type: 'ready' });
  }

  #lose(): void {
    this.#isReady = false;
    this.#forget();
    this.#listener({ type: 'lost' });
  }

  #forget(): void {
    this.#wanted = undefined;
    this.#on?.play.end();
    this.#on = undefined;
  }

  /** One after the other: two would be heard at once. */
  async #turn(): Promise<void> {
    if (this.#isTurning) return;
    this.#isTurning = true;
    for (let wanted = this.#wanted; wanted; wanted = this.#wanted) await this.#take(wanted);
    this.#isTurning = false;
  }

  /** Of several wanted meanwhile, the last one alone is begun. */
  async #take({ loadId, path }: LoadRequest): Promise<void> {
    await this.#before;
    const isMedia = await isMediaFile(path);
    const latest = this.#wanted;
    if (latest?.loadId !== loadId) return;
    this.#wanted = undefined;
    if (isMedia) this.#begin(latest);
    else this.#listener({ type: 'ended', loadId, reason: 'unplayable' });
  }

  #begin(request: LoadRequest): void {
    const { hasVideo, picture, logger } = this.#options;
    this.#plays += 1;
    const name = this.#away.nameOf(this.#plays);
    const isPictureOn = this.#isPictureOn;
    const play = new OmxPlay({
      ...{ request, logger, sound: this.#sound },
      begin: (gain) =>
        this.#away.play(
          name,
          omxArguments({
            ...{ name, gain, hasVideo, picture, isPictureOn },
            address: this.#away.addressOf(request.path),
            startMs: request.startMs + (request.clip?.startMs ?? 0),
            audioDevice: this.#audioDevice,
            screen: this.#screen,
          }),
        ),
      ask: (question) => this.#away.ask(name, question),
      emit: (event) => this.#listener(event),
      onDied: () => void this.#died(),
    });
    this.#on = { request, play };
    this.#before = play.run().then(() => {
      if (this.#on?.play === play) this.#on = undefined;
    });
  }

  /** The next one can be started soon: nothing but this file was lost. */
  async #died(): Promise<void> {
    this.#options.logger.warn({}, 'omxplayer died');
    const connection = this.#connections;
    this.#lose();
    await sleep(RETRY_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    if (connection === this.#connections) this.#beReady();
  }
}
