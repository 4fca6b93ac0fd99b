import type { HeldPlay } from '#player/engine-port';
import type { PlayableCatalog } from '#player/ports';
import type { Queue } from '#player/queue/queue';
import type { Changer } from '#player/zones/changer';
import { claimHeld } from '#player/zones/claim-held';
import type { Deck } from '#player/zones/deck';
import type { DeckClaim } from '#player/zones/deck-words';
import type { Stage } from '#player/zones/stage';

export interface RestorationDeps {
  readonly stage: Stage;
  readonly deck: Pick<Deck, 'positionMs'>;
  readonly changer: Changer;
  readonly catalog: PlayableCatalog;
  /** What an earlier service left playing goes on. */
  onTakenOver(held: HeldPlay): void;
}

/** What an earlier service left: it stands as it was kept, and a player that still plays it is taken over, until something else is so. */
export class Restoration {
  readonly #deps: RestorationDeps;
  /** Nobody has asked for anything else yet. */
  #isAsKept = false;

  constructor(deps: RestorationDeps) {
    this.#deps = deps;
  }

  begin(queue: Queue, positionMs: number, status: 'paused' | 'stopped'): void {
    const { stage } = this.#deps;
    stage.queue = queue;
    stage.rest(status, positionMs);
    this.#isAsKept = true;
    stage.fadesIn = queue.entries.length > 0;
  }

  /** Plays on by itself. Its stick or screen may still be on its way, or its index be rebuilt: then it waits. */
  playOn(): void {
    const { stage, deck, changer } = this.#deps;
    const { entry } = stage;
    if (!entry) return;
    const positionMs = stage.backFrom(entry, deck.positionMs);
    if (changer.sight.await(entry, positionMs)) return;
    if (stage.sticks.locate(entry)) changer.goTo(stage.queue.index, { positionMs });
    else changer.absent.wait(positionMs, false);
  }

  /** It is not as it was kept any more. */
  end(): void {
    this.#isAsKept = false;
  }

  /** Takes over what still plays, or is paused: the player is right about itself, the state about all else. */
  claim(held: HeldPlay): DeckClaim | undefined {
    if (!this.#isAsKept) return undefined;
    const { stage, changer, catalog } = this.#deps;
    this.end();
    changer.absent.forget();
    const claim = claimHeld(stage.queue, held, catalog, stage.sticks);
    if (!claim || stage.isBarred(claim.item.entry)) return undefined;
    stage.fadesIn = false;
    changer.endWait();
    stage.queue = { ...stage.queue, index: claim.index };
    stage.status = held.isPaused ? 'paused' : 'playing';
    stage.begun(claim.item, claim.positionMs);
    this.#deps.onTakenOver(held);
    return claim;
  }
}
