import type { Clock } from '#kernel/clock';
import type { Changer } from '#player/zones/changer';
import type { Deck } from '#player/zones/deck';
import type { Restoration } from '#player/zones/restoration';
import type { Stage } from '#player/zones/stage';

export interface SilenceDeps {
  readonly stage: Stage;
  readonly deck: Deck;
  readonly changer: Changer;
  readonly kept: Restoration;
  readonly clock: Clock;
  onChanged(what: 'position'): void;
}

/** A silence that is wanted: a pause, by whomever. How long it lasts says where a book goes on. */
export class Silence {
  readonly #deps: SilenceDeps;
  /** Since when it lasts; Infinity where it ends at a place that was asked for. */
  #sinceMs = -Infinity;

  constructor(deps: SilenceDeps) {
    this.#deps = deps;
  }

  /** Though no listener has asked: what was left for its stick is still gone back to. */
  begin(): void {
    const { stage, deck, changer, kept, clock } = this.#deps;
    kept.end();
    changer.endWait();
    if (stage.status !== 'playing' && stage.status !== 'waiting') return;
    stage.note();
    stage.status = 'paused';
    this.#sinceMs = clock.uptimeMs();
    deck.setPaused(true);
    stage.release();
    this.#deps.onChanged('position');
  }

  /** Somebody has chosen where it goes on. */
  sought(): void {
    this.#sinceMs = Infinity;
  }

  /**
   * Plays on, a book a little before. Where nothing is on the player any more, the current entry is put on again at its
   * position, or where it was left before it was stopped.
   */
  end(): void {
    const { stage, deck, changer, clock } = this.#deps;
    const { entry } = stage;
    const silenceMs = clock.uptimeMs() - this.#sinceMs;
    this.#sinceMs = -Infinity;
    if (deck.item && deck.item.entry.entryId === entry?.entryId) {
      changer.endWait();
      stage.goBack(silenceMs);
      stage.status = 'playing';
      deck.setPaused(false);
      this.#deps.onChanged('position');
    } else {
      stage.failures.forgive();
      const { positionMs } = deck;
      const isAnew = stage.status === 'stopped' && positionMs === 0;
      const backMs = entry && !isAnew ? stage.backFrom(entry, positionMs, silenceMs) : undefined;
      changer.goTo(stage.queue.index, { positionMs: backMs });
    }
  }
}
