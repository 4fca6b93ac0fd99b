import type { Logger } from '#kernel/logger';
import type { FileProbe } from '#player/engine-port';
import type { StoredEntry } from '#player/ports';
import { nextIndex } from '#player/queue/step-queue';
import type { AbsentStick } from '#player/zones/absent-stick';
import type { Deck } from '#player/zones/deck';
import type { DeckEnd } from '#player/zones/deck-words';
import type { GoToOptions } from '#player/zones/playback-deps';
import type { PlayerHealth } from '#player/zones/player-health';
import type { Stage } from '#player/zones/stage';
import { verdictOnEnd } from '#player/zones/verdict-on-end';
import type { ZoneNotices } from '#player/zones/zone-notices';

export interface EndingsDeps {
  readonly stage: Stage;
  readonly deck: Deck;
  readonly absent: AbsentStick;
  readonly health: PlayerHealth;
  readonly probe: FileProbe;
  readonly notices: ZoneNotices;
  readonly logger: Logger;
  /** Puts an entry of the stage's queue on. */
  goTo(index: number | undefined, at?: GoToOptions): void;
  onChanged(what: 'zone' | 'position'): void;
}

const OUTPUT_RETRY_MS = 2_000;

/** What is done when an item has ended: by itself, because it is broken, its stick was pulled, or no output works. */
export class Endings {
  readonly #deps: EndingsDeps;
  #outputTimer: NodeJS.Timeout | undefined;

  constructor(deps: EndingsDeps) {
    this.#deps = deps;
  }

  /** An output that did not work is not tried again. */
  endRetry(): void {
    clearTimeout(this.#outputTimer);
  }

  ended(end: DeckEnd): void {
    switch (end.reason) {
      case 'eof':
        this.#over();
        return;
      case 'no_output':
        this.#outputFailed(end);
        return;
      case 'eof_early':
      case 'unplayable':
        void this.#judge(end);
    }
  }

  /** Nobody can play this entry: on to the next, unless too many were like it. */
  failed(entry: StoredEntry): void {
    const { stage, absent, notices } = this.#deps;
    if (stage.failures.add(entry.id)) {
      notices.threeUnplayable();
      if (absent.left) absent.backToWait(absent.left);
      else stage.rest('stopped', 0);
      return;
    }
    this.#deps.goTo(nextIndex(stage.queue, stage.isPlayable()));
  }

  #over(): void {
    const { stage } = this.#deps;
    stage.heardToEnd();
    const next = stage.following;
    if (stage.isLast && next !== undefined) this.#restBefore(next);
    else this.#deps.goTo(next);
  }

  /** Whoever listened sleeps: the next one waits to be asked for. */
  #restBefore(next: number): void {
    const { stage } = this.#deps;
    stage.isLast = false;
    stage.queue = { ...stage.queue, index: next };
    stage.rest('paused', stage.entry ? stage.startOf(stage.entry) : 0);
  }

  async #judge({ item, reason, positionMs }: DeckEnd): Promise<void> {
    const { stage, deck, logger } = this.#deps;
    const { entry, path } = item;
    const answer = await this.#deps.probe.probe(path);
    if (stage.entry?.entryId !== entry.entryId || deck.item || stage.status === 'stopped') return;
    logger.info({ itemId: entry.id, reason, answer, positionMs }, 'item ended before its end');
    if (stage.status !== 'playing') {
      this.#deps.onChanged('position');
      return;
    }
    switch (verdictOnEnd(reason, answer, stage.sticks.isOnline(entry))) {
      case 'removed':
        this.#deps.absent.removed(positionMs);
        return;
      case 'over':
        this.#over();
        return;
      case 'broken':
        this.failed(entry);
    }
  }

  /** The chosen output is gone: any that works will do. Without one, tried again until there is. */
  #outputFailed({ item, positionMs }: DeckEnd): void {
    const { stage, deck } = this.#deps;
    const isPaused = stage.status !== 'playing';
    if (deck.outlet.fallBack()) {
      deck.cue(item, positionMs, isPaused);
      stage.followUp();
      return;
    }
    this.#deps.health.noOutput();
    stage.release();
    this.#deps.onChanged('zone');
    this.#outputTimer = setTimeout(() => {
      if (stage.status === 'playing' && !deck.item) this.#deps.goTo(stage.queue.index, { positionMs });
    }, OUTPUT_RETRY_MS);
  }
}
