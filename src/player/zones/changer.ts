import type { Clock } from '#kernel/clock';
import type { Logger } from '#kernel/logger';
import type { FileProbe } from '#player/engine-port';
import type { PlayableCatalog, StoredEntry } from '#player/ports';
import { entryAt } from '#player/queue/queue';
import type { RandomSource } from '#player/queue/random';
import { AbsentStick } from '#player/zones/absent-stick';
import type { Admission } from '#player/zones/admission';
import type { Deck } from '#player/zones/deck';
import type { DeckItem } from '#player/zones/deck-words';
import type { DetourChoice } from '#player/zones/detour';
import { Endings } from '#player/zones/endings';
import { FilmSight } from '#player/zones/film-sight';
import type { GoToOptions } from '#player/zones/playback-deps';
import type { PlayerHealth } from '#player/zones/player-health';
import type { Stage } from '#player/zones/stage';
import type { ZoneNotices } from '#player/zones/zone-notices';

export interface ChangerDeps extends DetourChoice {
  readonly stage: Stage;
  readonly deck: Deck;
  readonly health: PlayerHealth;
  readonly admission: Admission;
  readonly catalog: PlayableCatalog;
  readonly probe: FileProbe;
  readonly notices: ZoneNotices;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: RandomSource;
  onChanged(what: 'zone' | 'position' | 'queue'): void;
}

/** Puts one entry of the queue on after the other. What cannot be put on now is waited for, passed over, or left at rest. */
export class Changer {
  readonly absent: AbsentStick;
  readonly sight: FilmSight;
  readonly endings: Endings;
  readonly #deps: ChangerDeps;
  readonly #wanted = Promise.withResolvers<undefined>();

  constructor(deps: ChangerDeps) {
    const goTo = (index: number | undefined, at?: GoToOptions) => this.goTo(index, at);
    this.#deps = deps;
    this.absent = new AbsentStick({
      ...{ ...deps, goTo },
      onUnknown: (entry) => this.endings.failed(entry),
      onQueueChanged: () => deps.onChanged('queue'),
    });
    this.sight = new FilmSight({ ...deps, goTo, endWait: () => this.endWait() });
    this.endings = new Endings({ ...deps, goTo, absent: this.absent });
  }

  /** Resolves once something is to be heard: a player that waits for a quieter moment waits no longer. */
  get wanted(): Promise<undefined> {
    return this.#wanted.promise;
  }

  stop(): void {
    this.endings.endRetry();
    this.absent.stop();
    this.sight.end();
  }

  /** Nobody need have asked for it. undefined is the end: what was left for its stick has more, or playing stops. */
  goTo(index: number | undefined, at: GoToOptions = {}): void {
    const { stage } = this.#deps;
    this.endWait();
    stage.note();
    const entry = entryAt(stage.queue, index);
    if (!entry && this.absent.left) {
      this.absent.exhausted(this.absent.left);
      return;
    }
    if (!entry) {
      stage.queue = { ...stage.queue, index: stage.queue.entries.length === 0 ? undefined : 0 };
      stage.rest('stopped', 0);
      return;
    }
    stage.queue = { ...stage.queue, index };
    this.#cue(entry, at.positionMs ?? stage.startOf(entry), at.delayMs ?? 0);
  }

  /** What follows is on already; what was before it was heard up to `endedAtMs`. */
  followed(item: DeckItem, endedAtMs: number): void {
    const { stage } = this.#deps;
    stage.heardToEnd(endedAtMs);
    stage.queue = { ...stage.queue, index: stage.following };
    if (stage.entry?.entryId !== item.entry.entryId) {
      // The order was changed at the very moment of the change of songs.
      this.goTo(stage.queue.index);
      return;
    }
    stage.begun(item, 0);
    stage.followUp();
    this.#deps.onChanged('position');
  }

  /** Something else is done than waiting, for a stick, a screen or an output. */
  endWait(): void {
    this.endings.endRetry();
    this.absent.endWait();
    this.sight.end();
  }

  #cue(entry: StoredEntry, positionMs: number, delayMs: number): void {
    const { stage } = this.#deps;
    this.#wanted.resolve(undefined);
    if (stage.isBarred(entry)) {
      if (!this.sight.await(entry, positionMs)) stage.rest('paused', positionMs);
      return;
    }
    const path = stage.sticks.locate(entry);
    if (path) stage.put(stage.sticks.itemOf(entry, path), positionMs, delayMs);
    else if (stage.sticks.isOnline(entry)) this.endings.failed(entry);
    else this.absent.wait(positionMs, false);
  }
}
