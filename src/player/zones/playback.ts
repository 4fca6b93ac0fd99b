import type { VolumeId } from '#contract/entities/ids';
import type { ZoneStatus } from '#contract/entities/zone';
import type { HeldPlay } from '#player/engine-port';
import type { ItemId, ItemMove, StoredEntry } from '#player/ports';
import { entryAt, type Queue } from '#player/queue/queue';
import type { IsPlayable } from '#player/queue/step-queue';
import { AbsentStick } from '#player/zones/absent-stick';
import { claimHeld } from '#player/zones/claim-held';
import { Deck } from '#player/zones/deck';
import type { DeckClaim, DeckItem } from '#player/zones/deck-words';
import type { Left } from '#player/zones/detour';
import { Endings } from '#player/zones/endings';
import { FilmSight } from '#player/zones/film-sight';
import type { GoToOptions, PlaybackDeps } from '#player/zones/playback-deps';
import { LostSound } from '#player/zones/lost-sound';
import { PlayerHealth } from '#player/zones/player-health';
import { Stage } from '#player/zones/stage';

/** Plays a queue: what comes after what, and what to do about broken files, pulled sticks and players that die. */
export class Playback {
  readonly deck: Deck;
  readonly health: PlayerHealth;
  readonly #deps: PlaybackDeps;
  readonly #stage: Stage;
  readonly #absent: AbsentStick;
  readonly #sight: FilmSight;
  readonly #endings: Endings;
  readonly #sound: LostSound;
  /** What was restored stands as it was kept: nobody has asked for anything else yet. */
  #isAsKept = false;
  /** Something is to be heard: a player that waits for a quieter moment waits no longer. */
  readonly #wanted = Promise.withResolvers<undefined>();
  /** The first sound after a start comes up from silence, whoever asks for it. */
  #fadesIn = false;
  /** Since when it is silent because somebody wanted it so; Infinity where it goes on at a place that was asked for. */
  #silentAtMs = -Infinity;

  constructor(deps: PlaybackDeps) {
    this.#deps = deps;
    this.health = new PlayerHealth(deps.notices, deps.clock);
    this.deck = new Deck(deps.engine, deps.clock, {
      gainOf: ({ entry }) => deps.leveller.gainDb(entry, this.queue),
      crossfadeMs: (from, to) => deps.crossfader.lengthMs(from.entry, to.entry, this.queue),
      isMixed: ({ entry }) => deps.crossfader.isMixed(entry),
      onChanged: () => {
        this.#stage.note();
        this.#deps.onChanged('zone');
      },
      onMedia: () => this.#deps.onMedia(),
      onSettled: (item) => this.#settled(item),
      onAdvanced: (item, endedAtMs) => this.#advanced(item, endedAtMs),
      mayFallBack: () => deps.mayFallBack(),
      onSilent: () => this.#sound.lost(),
      onEnded: (end) => this.#endings.ended(end),
      onReady: () => this.#playerReady(),
      onFound: (held) => this.#claim(held),
      onLost: (item, wasReady) => this.#playerLost(item, wasReady),
      onMissing: (problem, isAway) => this.#playerMissing(problem, isAway),
    });
    this.#sound = new LostSound({
      ...{ engine: deps.engine, deck: this.deck, health: this.health },
      onChanged: () => deps.onChanged('zone'),
    });
    const onChanged = () => deps.onChanged('position');
    const stage = new Stage({ ...deps, deck: this.deck, onChanged });
    this.#stage = stage;
    this.#absent = new AbsentStick({
      ...deps,
      stage,
      deck: this.deck,
      goTo: (index, at) => this.#goTo(index, at),
      onUnknown: (entry) => this.#endings.failed(entry),
      onQueueChanged: () => deps.onChanged('queue'),
    });
    this.#sight = new FilmSight({
      ...{ stage, deck: this.deck, admission: deps.admission, notices: deps.notices },
      goTo: (index, at) => this.#goTo(index, at),
      endWait: () => this.#endWait(),
    });
    this.#endings = new Endings({
      ...deps,
      stage,
      deck: this.deck,
      absent: this.#absent,
      health: this.health,
      goTo: (index, at) => this.#goTo(index, at),
    });
  }

  get queue(): Queue {
    return this.#stage.queue;
  }

  get status(): ZoneStatus {
    return this.#stage.status;
  }

  /** It waits for its screen, not for a stick. */
  get isWithoutScreen(): boolean {
    return this.#sight.isAwaited;
  }

  /** Nothing follows by itself after what is on. */
  get isLast(): boolean {
    return this.#stage.isLast;
  }

  setLast(isLast: boolean): void {
    this.#stage.isLast = isLast;
    this.#stage.followUp();
  }

  /** What is gone back to when its stick is back; something else plays meanwhile. */
  get left(): Left | undefined {
    return this.#absent.left;
  }

  /** The item whose failure ended the playing, until something plays again. */
  get lastFailure(): ItemId | undefined {
    return this.#stage.failures.last;
  }

  /** Whether what was asked for has come to its outcome already. */
  get isOver(): boolean {
    return this.status !== 'playing' || this.deck.isHeard;
  }

  start(mayBegin?: Promise<unknown>): Promise<void> {
    return this.deck.start(mayBegin && Promise.race([mayBegin, this.#wanted.promise]));
  }

  async stop(): Promise<void> {
    this.#endings.endRetry();
    this.#absent.stop();
    this.#sight.end();
    this.#sound.end();
    this.health.stop();
    this.#stage.release();
    await this.deck.stop();
  }

  /** Takes over a queue without touching what plays; the current entry must be the same one. */
  rearrange(queue: Queue): void {
    this.#absent.forget();
    this.#stage.queue = queue;
    this.#stage.followUp();
  }

  /** Songs that were moved on their stick are found again. What plays plays on. */
  follow(moves: readonly ItemMove[]): void {
    this.#absent.follow(moves);
  }

  /** Takes over a queue at rest; what was waited for is not any more. */
  restore(queue: Queue, positionMs: number, status: 'paused' | 'stopped'): void {
    this.#asked();
    this.#endWait();
    this.#stage.queue = queue;
    this.#stage.rest(status, positionMs);
  }

  /** As an earlier service left it; a player that still plays may be taken over until something else is asked for. */
  restoreKept(queue: Queue, positionMs: number, status: 'paused' | 'stopped'): void {
    this.#stage.queue = queue;
    this.#stage.rest(status, positionMs);
    this.#isAsKept = true;
    this.#fadesIn = queue.entries.length > 0;
  }

  /** Plays on by itself. Its stick or screen may still be on its way, or its index be rebuilt: then it waits. */
  playOnAfterStart(): void {
    const entry = this.#stage.entry;
    if (!entry) return;
    const positionMs = this.#stage.backFrom(entry, this.deck.positionMs);
    if (this.#sight.await(entry, positionMs)) return;
    if (this.#stage.sticks.locate(entry)) this.#goTo(this.queue.index, { positionMs });
    else this.#absent.wait(positionMs, false);
  }

  /** Plays a queue from its current entry. What was broken before may be tried again: somebody asked for it. */
  play(queue: Queue, positionMs: number | undefined): void {
    this.#stage.queue = queue;
    this.#stage.failures.forgive();
    this.goTo(queue.index, { positionMs });
  }

  /** undefined is the end: playing stops, and would begin with the first entry. */
  goTo(index: number | undefined, at: GoToOptions = {}): void {
    this.#asked();
    this.#goTo(index, at);
  }

  #goTo(index: number | undefined, at: GoToOptions = {}): void {
    this.#endWait();
    this.#stage.note();
    const entry = entryAt(this.queue, index);
    if (!entry && this.left) {
      this.#absent.exhausted(this.left);
      return;
    }
    if (!entry) {
      this.#stage.queue = { ...this.queue, index: this.queue.entries.length === 0 ? undefined : 0 };
      this.#stage.rest('stopped', 0);
      return;
    }
    this.#stage.queue = { ...this.queue, index };
    this.#cue(entry, at.positionMs ?? this.#stage.startOf(entry), at.delayMs ?? 0);
  }

  pause(): void {
    this.#asked();
    this.silence();
  }

  /** Paused, though no listener has asked: what was left for its stick is still gone back to. */
  silence(): void {
    this.#isAsKept = false;
    this.#endWait();
    if (this.status !== 'playing' && this.status !== 'waiting') return;
    this.#stage.note();
    this.#stage.status = 'paused';
    this.#silentAtMs = this.#deps.clock.uptimeMs();
    this.deck.setPaused(true);
    this.#stage.release();
    this.#deps.onChanged('position');
  }

  /**
   * Plays on, a book a little before. Where nothing is on the player any more, the current entry is put on again at its
   * position, or where it was left before it was stopped.
   */
  resume(): void {
    if (this.status === 'playing') return;
    this.#asked();
    this.playOn();
  }

  /** The same, though no listener has asked. */
  playOn(): void {
    const entry = this.#stage.entry;
    const silenceMs = this.#deps.clock.uptimeMs() - this.#silentAtMs;
    this.#silentAtMs = -Infinity;
    if (this.deck.item && this.deck.item.entry.entryId === entry?.entryId) {
      this.#endWait();
      this.#stage.goBack(silenceMs);
      this.#stage.status = 'playing';
      this.deck.setPaused(false);
      this.#deps.onChanged('position');
    } else {
      this.#stage.failures.forgive();
      const { positionMs } = this.deck;
      const isAnew = this.status === 'stopped' && positionMs === 0;
      const backMs = entry && !isAnew ? this.#stage.backFrom(entry, positionMs, silenceMs) : undefined;
      this.#goTo(this.queue.index, { positionMs: backMs });
    }
  }

  halt(): void {
    this.restore(this.queue, 0, 'stopped');
  }

  seek(positionMs: number): void {
    this.#asked();
    this.#silentAtMs = Infinity;
    this.#stage.seek(positionMs);
    this.#deps.onChanged('position');
  }

  /** What may be played is different: what is on and must not be is taken off, and waits where it was. */
  admissionChanged(): void {
    this.#sight.changed();
    this.refresh();
  }

  /** Hands over what was heard; true where counts or resume points are different for others. */
  writeHeard(): boolean {
    return this.#stage.writeHeard();
  }

  /** Resolves when what was asked for is heard, or will not be. */
  settled(): Promise<void> {
    return this.#stage.settled();
  }

  isPlayable(): IsPlayable {
    return this.#stage.isPlayable();
  }

  /** The stick is out, or is about to be: nothing of it stays open. */
  volumeDetached(volumeId: VolumeId): void {
    this.#stage.sticks.detached(volumeId);
    const isCurrent = this.#stage.entry?.volumeId === volumeId;
    if (isCurrent) this.#isAsKept = false;
    if (isCurrent && this.status === 'playing') this.#absent.removed(this.deck.positionMs);
    else if (isCurrent && this.status === 'paused') this.deck.clear(this.deck.positionMs);
    this.refresh();
  }

  /** The device of what plays is out, whatever the mount table says. */
  deviceGone(): void {
    if (this.status === 'playing') this.#absent.removed(this.deck.positionMs);
  }

  /** The index or the sticks are different: what waited may play, and something else may follow. */
  refresh(): void {
    this.#absent.check();
    this.#stage.recognise();
    this.#stage.followUp();
    this.#deps.onChanged('zone');
  }

  volumeAttached(volumeId: VolumeId): void {
    this.#stage.sticks.attached(volumeId);
    for (const { id, volumeId: of } of this.queue.entries) if (of === volumeId) this.#stage.failures.forget(id);
    this.refresh();
  }

  #cue(entry: StoredEntry, positionMs: number, delayMs: number): void {
    this.#wanted.resolve(undefined);
    if (this.#stage.isBarred(entry)) {
      if (!this.#sight.await(entry, positionMs)) this.#stage.rest('paused', positionMs);
      return;
    }
    const path = this.#stage.sticks.locate(entry);
    if (path) {
      this.#stage.put(this.#stage.sticks.itemOf(entry, path), positionMs, { delayMs, fadesIn: this.#fadesIn });
    } else if (this.#stage.sticks.isOnline(entry)) {
      this.#endings.failed(entry);
    } else {
      this.#absent.wait(positionMs, false);
    }
  }

  #asked(): void {
    this.#isAsKept = false;
    this.#absent.forget();
  }

  /** Takes over what an earlier service left, playing or paused: it is right about itself, the state about all else. */
  #claim(held: HeldPlay): DeckClaim | undefined {
    if (!this.#isAsKept) return undefined;
    this.#asked();
    const claim = claimHeld(this.queue, held, this.#deps.catalog, this.#stage.sticks);
    if (!claim || this.#stage.isBarred(claim.item.entry)) return undefined;
    this.#fadesIn = false;
    this.#endWait();
    this.#stage.queue = { ...this.queue, index: claim.index };
    this.#stage.status = held.isPaused ? 'paused' : 'playing';
    this.#stage.begun(claim.item, claim.positionMs);
    this.#deps.onTakenOver(held);
    return claim;
  }

  #endWait(): void {
    this.#endings.endRetry();
    this.#absent.endWait();
    this.#sight.end();
  }

  #settled(item: DeckItem): void {
    this.#stage.failures.heard(item.entry.id);
    this.#fadesIn = false;
    this.#sound.settled(item);
    this.health.heard();
    this.#stage.release();
  }

  #advanced(item: DeckItem, endedAtMs: number): void {
    this.#stage.heardToEnd(endedAtMs);
    this.#stage.queue = { ...this.queue, index: this.#stage.following };
    if (this.#stage.entry?.entryId !== item.entry.entryId) {
      // The order was changed at the very moment of the change of songs.
      this.#goTo(this.queue.index);
      return;
    }
    this.#stage.begun(item, 0);
    this.#stage.followUp();
    this.#deps.onChanged('position');
  }

  #playerReady(): void {
    this.#isAsKept = false;
    this.health.ready();
    this.#stage.followUp();
    this.#deps.onChanged('zone');
  }

  #playerMissing(problem: string, isAway: boolean): void {
    this.health.missing(problem, isAway);
    this.#stage.release();
  }

  #playerLost(item: DeckItem | undefined, wasReady: boolean): void {
    const isTooMany = this.health.lost(item?.entry.id, wasReady);
    if (!item || !isTooMany) return;
    this.#deps.logger.warn({ itemId: item.entry.id }, 'this file kills the player and is skipped');
    this.#endings.failed(item.entry);
  }
}
