import { isDeepStrictEqual } from 'node:util';

import type { ScreenSetting, ToneSetting } from '#contract/entities/zone-setting';
import type { EnginePicture, EngineSound, PlayerEngine } from '#player/engine-port';

export interface OutletChoice {
  /** Whether a zone whose output does not work may sound from the system's: those are the driver's loudspeakers. */
  mayFallBack(): boolean;
}

export interface OutletListener extends OutletChoice {
  /** What plays moves at another speed from now on. */
  onSpeed(speed: number): void;
  /** What was prepared was prepared with another tone. */
  onTone(): void;
}

/** How a zone sounds and looks, and where that goes: said again to each new player. */
export class Outlet {
  readonly #engine: PlayerEngine;
  readonly #listener: OutletListener;
  #sound: EngineSound = { volumePercent: 100, isMuted: false, speed: 1 };
  #audioDevice: string | undefined;
  #isFallenBack = false;
  #picture: EnginePicture = { isOn: true, isInSight: false };
  #screen: ScreenSetting | undefined;
  #tone: ToneSetting | undefined;

  constructor(engine: PlayerEngine, listener: OutletListener) {
    this.#engine = engine;
    this.#listener = listener;
  }

  get speed(): number {
    return this.#sound.speed;
  }

  /** Where it comes out now, by mpv's name; undefined is the system's choice. */
  get audioDevice(): string | undefined {
    return this.#isFallenBack ? undefined : this.#audioDevice;
  }

  setSound(sound: EngineSound): void {
    const isOtherSpeed = sound.speed !== this.#sound.speed;
    this.#sound = sound;
    if (isOtherSpeed) this.#listener.onSpeed(sound.speed);
    this.#engine.setSound(sound);
  }

  setTone(tone: ToneSetting): void {
    if (isDeepStrictEqual(tone, this.#tone)) return;
    this.#tone = tone;
    this.#engine.setTone(tone);
    this.#listener.onTone();
  }

  /** `device` is mpv's name of an output; undefined is the system's choice. */
  setAudioDevice(device: string | undefined): void {
    this.#audioDevice = device;
    this.#isFallenBack = false;
    this.#engine.setAudioDevice(device);
  }

  setPicture(picture: EnginePicture): void {
    this.#picture = picture;
    this.#engine.setPicture(picture);
  }

  setScreen(screen: ScreenSetting): void {
    this.#screen = screen;
    this.#engine.setScreen(screen);
  }

  /** Leaves a chosen output that does not work for the system's choice; false where that must not be, or was tried already. */
  fallBack(): boolean {
    if (this.#audioDevice === undefined || this.#isFallenBack || !this.#listener.mayFallBack()) return false;
    this.#isFallenBack = true;
    this.#engine.setAudioDevice(undefined);
    return true;
  }

  /** To a player that was started anew. */
  sayAnew(): void {
    this.#isFallenBack = false;
    this.sayAgain();
    if (this.#screen) this.#engine.setScreen(this.#screen);
    this.#engine.setAudioDevice(this.#audioDevice);
  }

  /** To one that was taken over as it played: said again, its output would be opened again. */
  sayAgain(): void {
    this.#engine.setPicture(this.#picture);
    this.#engine.setSound(this.#sound);
    if (this.#tone) this.#engine.setTone(this.#tone);
  }
}
