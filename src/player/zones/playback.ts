import type { VolumeId } from '#contract/entities/ids';
import type { ZoneStatus } from '#contract/entities/zone';
import type { ItemId, ItemMove } from '#player/ports';
import type { Queue } from '#player/queue/queue';
import type { IsPlayable } from '#player/queue/step-queue';
import { Changer } from '#player/zones/changer';
import { Deck } from '#player/zones/deck';
import type { DeckItem, DeckListener } from '#player/zones/deck-words';
import type { Left } from '#player/zones/detour';
import { LostSound } from '#player/zones/lost-sound';
import type { GoToOptions, PlaybackDeps } from '#player/zones/playback-deps';
import { PlayerHealth } from '#player/zones/player-health';
import { Restoration } from '#player/zones/restoration';
import { Silence } from '#player/zones/silence';
import { Stage } from '#player/zones/stage';

/** Plays a queue: what is asked of it, and what becomes of that as sticks, screens and players come and go. */
export class Playback {
  readonly deck: Deck;
  readonly health: PlayerHealth;
  /** What an earlier service left. */
  readonly kept: Restoration;
  /** A pause, whoever wants it. */
  readonly silence: Silence;
  readonly #deps: PlaybackDeps;
  readonly #stage: Stage;
  readonly #changer: Changer;
  readonly #sound: LostSound;

  constructor(deps: PlaybackDeps) {
    this.#deps = deps;
    this.health = new PlayerHealth(deps.notices, deps.clock);
    this.deck = new Deck(deps.engine, deps.clock, this.#deckListener());
    const { deck, health } = this;
    const stage = new Stage({ ...deps, deck, onChanged: () => deps.onChanged('position') });
    const changer = new Changer({ ...deps, stage, deck, health });
    this.#stage = stage;
    this.#changer = changer;
    this.#sound = new LostSound({ engine: deps.engine, deck, health, onChanged: () => deps.onChanged('zone') });
    this.kept = new Restoration({ ...deps, stage, deck, changer });
    this.silence = new Silence({ ...deps, stage, deck, changer, kept: this.kept });
  }

  get queue(): Queue {
    return this.#stage.queue;
  }

  get status(): ZoneStatus {
    return this.#stage.status;
  }

  /** It waits for its screen, not for a stick. */
  get isWithoutScreen(): boolean {
    return this.#changer.sight.isAwaited;
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
    return this.#changer.absent.left;
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
    return this.deck.start(mayBegin && Promise.race([mayBegin, this.#changer.wanted]));
  }

  async stop(): Promise<void> {
    this.#changer.stop();
    this.#sound.end();
    this.health.stop();
    this.#stage.release();
    await this.deck.stop();
  }

  /** Takes over a queue without touching what plays; the current entry must be the same one. */
  rearrange(queue: Queue): void {
    this.#changer.absent.forget();
    this.#stage.queue = queue;
    this.#stage.followUp();
  }

  /** Songs that were moved on their stick are found again. What plays plays on. */
  follow(moves: readonly ItemMove[]): void {
    this.#changer.absent.follow(moves);
  }

  /** Takes over a queue at rest; what was waited for is not any more. */
  restore(queue: Queue, positionMs: number, status: 'paused' | 'stopped'): void {
    this.#asked();
    this.#changer.endWait();
    this.#stage.queue = queue;
    this.#stage.rest(status, positionMs);
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
    this.#changer.goTo(index, at);
  }

  pause(): void {
    this.#asked();
    this.silence.begin();
  }

  resume(): void {
    if (this.status === 'playing') return;
    this.#asked();
    this.silence.end();
  }

  halt(): void {
    this.restore(this.queue, 0, 'stopped');
  }

  seek(positionMs: number): void {
    this.#asked();
    this.silence.sought();
    this.#stage.seek(positionMs);
    this.#deps.onChanged('position');
  }

  /** What may be played is different: what is on and must not be is taken off, and waits where it was. */
  admissionChanged(): void {
    this.#changer.sight.changed();
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
    if (isCurrent) this.kept.end();
    if (isCurrent && this.status === 'playing') this.#changer.absent.removed(this.deck.positionMs);
    else if (isCurrent && this.status === 'paused') this.deck.clear(this.deck.positionMs);
    this.refresh();
  }

  /** The device of what plays is out, whatever the mount table says. */
  deviceGone(): void {
    if (this.status === 'playing') this.#changer.absent.removed(this.deck.positionMs);
  }

  /** The index or the sticks are different: what waited may play, and something else may follow. */
  refresh(): void {
    this.#changer.absent.check();
    this.#stage.recognise();
    this.#stage.followUp();
    this.#deps.onChanged('zone');
  }

  volumeAttached(volumeId: VolumeId): void {
    this.#stage.sticks.attached(volumeId);
    for (const { id, volumeId: of } of this.queue.entries) if (of === volumeId) this.#stage.failures.forget(id);
    this.refresh();
  }

  #deckListener(): DeckListener {
    const { leveller, crossfader } = this.#deps;
    return {
      gainOf: ({ entry }) => leveller.gainDb(entry, this.queue),
      crossfadeMs: (from, to) => crossfader.lengthMs(from.entry, to.entry, this.queue),
      isMixed: ({ entry }) => crossfader.isMixed(entry),
      mayFallBack: () => this.#deps.mayFallBack(),
      onChanged: () => {
        this.#stage.note();
        this.#deps.onChanged('zone');
      },
      onMedia: () => this.#deps.onMedia(),
      onSettled: (item) => {
        this.#stage.heard(item);
        this.#sound.settled(item);
        this.health.heard();
      },
      onAdvanced: (item, endedAtMs) => this.#changer.followed(item, endedAtMs),
      onSilent: () => this.#sound.lost(),
      onEnded: (end) => this.#changer.endings.ended(end),
      onReady: () => this.#playerReady(),
      onFound: (held) => this.kept.claim(held),
      onLost: (item, wasReady) => this.#playerLost(item, wasReady),
      onMissing: (problem, isAway) => this.#playerMissing(problem, isAway),
    };
  }

  #asked(): void {
    this.kept.end();
    this.#changer.absent.forget();
  }

  #playerReady(): void {
    this.kept.end();
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
    this.#changer.endings.failed(item.entry);
  }
}
