import type { Clock } from '#kernel/clock';
import type { Media } from '#player/zones/deck-words';
import { positionAt, standingAt, type Motion } from '#player/zones/motion';

const NO_MEDIA: Media = { durationMs: undefined, audioTracks: [], subtitleTracks: [], chapters: [] };
/** How far clients' own reckoning may be off before they are told again. */
const DEVIATION_MS = 250;
/** The same when it has just been paused: what is kept must not be ahead of what was heard. */
const PAUSED_DEVIATION_MS = 20;

/** How long what is on is, and where in it the player is: reckoned on from what that has said last. */
export class Playhead {
  readonly #clock: Clock;
  #media = NO_MEDIA;
  #motion: Motion;
  #toleranceMs = DEVIATION_MS;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#motion = standingAt(0, clock.uptimeMs());
  }

  get media(): Media {
    return this.#media;
  }

  get motion(): Motion {
    return this.#motion;
  }

  get positionMs(): number {
    return positionAt(this.#motion, this.#clock.uptimeMs(), this.#media.durationMs);
  }

  /** Something else is on, or nothing. */
  begin(positionMs: number): void {
    this.#media = NO_MEDIA;
    this.standAt(positionMs);
  }

  know(media: Media): void {
    this.#media = media;
  }

  /** Until the player says that it moves. */
  standAt(positionMs: number): void {
    this.#motion = standingAt(positionMs, this.#clock.uptimeMs());
  }

  /** Never behind the end; gives where that is. */
  seek(positionMs: number): number {
    const { durationMs } = this.#media;
    const target = durationMs === undefined ? positionMs : Math.min(positionMs, durationMs);
    this.standAt(target);
    this.#toleranceMs = DEVIATION_MS;
    return target;
  }

  /** From here on at this rate: it is paused, or goes on. */
  setPaused(isPaused: boolean, rate: number): void {
    this.#toleranceMs = isPaused ? PAUSED_DEVIATION_MS : DEVIATION_MS;
    this.#goOn(rate);
  }

  /** What moves does so at another rate. */
  setSpeed(rate: number): void {
    if (this.#motion.rate !== 0) this.#goOn(rate);
  }

  /** Where the player is, and how fast that moves on; false where everybody has reckoned as much. */
  moved(positionMs: number, rate: number, hasArrived: boolean): boolean {
    const isOff = Math.abs(positionMs - this.positionMs) > this.#toleranceMs;
    const isArrival = hasArrived && rate > 0;
    if (!isArrival && !isOff && rate === this.#motion.rate) return false;
    this.#motion = { ...standingAt(positionMs, this.#clock.uptimeMs()), rate };
    return true;
  }

  #goOn(rate: number): void {
    this.#motion = { ...standingAt(this.positionMs, this.#clock.uptimeMs()), rate };
  }
}
