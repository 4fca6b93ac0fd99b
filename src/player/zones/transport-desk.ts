import { NothingToPlay } from '#player/errors';
import type { ItemRef } from '#player/ports';
import { currentEntry } from '#player/queue/queue';
import type { Playback } from '#player/zones/playback';

export interface TransportDeskDeps {
  readonly playback: Playback;
  /** Throws where an entry must not be put on now. */
  refuseBarred(entry: ItemRef): void;
  /** Whether the next start plays on is different. */
  onChanged(): void;
}

/** What listeners do with what is on; and a silence from outside, which any command of theirs takes the place of. */
export class TransportDesk {
  readonly #deps: TransportDeskDeps;
  #isSuspended = false;

  constructor(deps: TransportDeskDeps) {
    this.#deps = deps;
  }

  /** Silenced from outside: paused to everybody, playing to the next start. */
  get isSuspended(): boolean {
    return this.#isSuspended;
  }

  /** What plays, or its status, is different. */
  note(): void {
    if (this.#deps.playback.status !== 'paused') this.#isSuspended = false;
  }

  pause(): void {
    if (this.#isSuspended) {
      this.#isSuspended = false;
      this.#deps.onChanged();
    }
    this.#deps.playback.pause();
  }

  resume(): void {
    const { playback } = this.#deps;
    const entry = currentEntry(playback.queue);
    if (!entry) throw new NothingToPlay();
    this.#deps.refuseBarred(entry);
    playback.resume();
  }

  toggle(): void {
    if (this.#isOn) this.pause();
    else this.resume();
  }

  halt(): void {
    this.#deps.playback.halt();
  }

  seek(positionMs: number): void {
    const { playback } = this.#deps;
    if (playback.queue.index === undefined) throw new NothingToPlay();
    playback.seek(positionMs);
  }

  /** Silent until `playOn`. */
  suspend(): void {
    if (!this.#isOn) return;
    this.#isSuspended = true;
    this.#deps.playback.silence.begin();
  }

  playOn(): void {
    if (this.#isSuspended) this.#deps.playback.silence.end();
  }

  get #isOn(): boolean {
    const { status } = this.#deps.playback;
    return status === 'playing' || status === 'waiting';
  }
}
