import type { StoredPosition, StoredQueue, StoredSound } from '#player/ports';
import type { Playback } from '#player/zones/playback';
import type { SoundDesk } from '#player/zones/sound-desk';
import type { StateSource } from '#player/zones/state-writer';
import type { TransportDesk } from '#player/zones/transport-desk';

export interface KeptStateDeps {
  readonly playback: Playback;
  readonly sound: Pick<SoundDesk, 'chosen'>;
  readonly transport: Pick<TransportDesk, 'isSuspended'>;
  /** What was heard has changed counts or resume points for others. */
  onHeard(): void;
}

/** What the next start of a zone finds. What waits for its stick is that, whatever plays meanwhile. */
export class KeptState implements StateSource {
  readonly #deps: KeptStateDeps;

  constructor(deps: KeptStateDeps) {
    this.#deps = deps;
  }

  get isMoving(): boolean {
    return this.#deps.playback.status === 'playing';
  }

  queue(): StoredQueue {
    const { left, queue } = this.#deps.playback;
    return left?.queue ?? queue;
  }

  position(): StoredPosition {
    const { status, deck, queue, left } = this.#deps.playback;
    if (left) return { index: left.queue.index ?? 0, positionMs: left.positionMs, isPlaying: true };
    const isPlaying = status === 'playing' || status === 'waiting' || this.#deps.transport.isSuspended;
    return { index: queue.index ?? 0, positionMs: deck.positionMs, isPlaying };
  }

  sound(): StoredSound {
    return this.#deps.sound.chosen;
  }

  heard(): void {
    if (this.#deps.playback.writeHeard()) this.#deps.onHeard();
  }
}
