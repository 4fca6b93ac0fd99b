import type { Clock } from '#kernel/clock';
import type { FileProbe } from '#player/engine-port';
import type { ItemMove, PlayableCatalog, StoredEntry } from '#player/ports';
import { followMoves } from '#player/queue/edit-queue';
import type { RandomSource } from '#player/queue/random';
import type { Deck } from '#player/zones/deck';
import { Detour, type DetourChoice, type Left } from '#player/zones/detour';
import type { GoToOptions } from '#player/zones/playback-deps';
import type { Stage } from '#player/zones/stage';
import { StickWait } from '#player/zones/stick-wait';
import type { ZoneNotices } from '#player/zones/zone-notices';

export interface AbsentStickDeps extends DetourChoice {
  readonly stage: Stage;
  readonly deck: Deck;
  readonly catalog: PlayableCatalog;
  readonly probe: FileProbe;
  readonly notices: ZoneNotices;
  readonly clock: Clock;
  readonly random: RandomSource;
  /** Puts an entry of the stage's queue on. */
  goTo(index: number | undefined, at?: GoToOptions): void;
  /** Its stick is in, but nobody finds the file on it. */
  onUnknown(entry: StoredEntry): void;
  /** Another queue is on the stage, or is to be kept. */
  onQueueChanged(): void;
}

/** What is done about a stick that is out: it is waited for in silence, or with something else, and gone back to. */
export class AbsentStick {
  readonly #deps: AbsentStickDeps;
  readonly #wait: StickWait;
  readonly #detour: Detour;

  constructor(deps: AbsentStickDeps) {
    this.#deps = deps;
    const { stage, deck } = deps;
    const watch = {
      ...deps,
      isOnline: (entry: StoredEntry) => stage.sticks.isOnline(entry),
      locate: (entry: StoredEntry) => stage.sticks.locate(entry),
    };
    const onBack = () => deps.goTo(stage.queue.index, { positionMs: deck.positionMs });
    this.#wait = new StickWait({ ...watch, onBack });
    this.#detour = new Detour({ ...watch, onBack: () => this.#comeBack(), onUnknown: () => this.forget() });
  }

  /** What is gone back to; something else plays meanwhile. */
  get left(): Left | undefined {
    return this.#detour.left;
  }

  /** The stick of what plays was pulled: on with another source, or silence until it is back, as set. */
  removed(positionMs: number): void {
    this.#goElsewhere(this.left ?? { queue: this.#deps.stage.queue, positionMs }, true);
  }

  /** What plays meanwhile has come to its end: more of it. */
  exhausted(left: Left): void {
    this.#goElsewhere(left, false);
  }

  /** Silence until the stick is back; nothing that plays meanwhile works. */
  backToWait(left: Left): void {
    this.#detour.end();
    this.#deps.stage.queue = left.queue;
    this.wait(left.positionMs);
    this.#deps.onQueueChanged();
  }

  /** Silence until the stick of the current entry is in. */
  wait(positionMs: number, isNews = true): void {
    const { stage, notices } = this.#deps;
    const { entry } = stage;
    if (!entry) return;
    if (isNews) notices.stickRemoved(entry.volumeId, stage.queue.entries);
    this.#wait.begin(entry);
    stage.rest('waiting', positionMs);
  }

  /** Looks now; what waited may play. */
  check(): void {
    this.#wait.check();
    this.#detour.check();
  }

  /** Songs go on under other ids: what is queued, waited for, or left goes along. */
  follow(moves: readonly ItemMove[]): void {
    const { stage } = this.#deps;
    const before = [stage.queue, this.left?.queue];
    this.#wait.follow(moves);
    this.#detour.follow(moves);
    stage.queue = followMoves(stage.queue, moves);
    if (stage.queue !== before[0] || this.left?.queue !== before[1]) this.#deps.onQueueChanged();
  }

  /** Something else is done than waiting in silence. */
  endWait(): void {
    this.#wait.end();
    if (!this.left) this.#deps.notices.waitIsOver();
  }

  /** What plays is what is wanted from here on. */
  forget(): void {
    if (!this.#detour.end()) return;
    this.#deps.notices.waitIsOver();
    this.#deps.onQueueChanged();
  }

  stop(): void {
    this.#wait.end();
    this.#detour.stop();
  }

  #goElsewhere(left: Left, isGone: boolean): void {
    if (!this.#detour.begin(left, isGone)) {
      this.backToWait(left);
      return;
    }
    this.#deps.goTo(this.#deps.stage.queue.index);
    this.#deps.onQueueChanged();
  }

  /** Not while it is paused from outside: then once it plays on. */
  #comeBack(): void {
    const { left } = this;
    const { stage } = this.#deps;
    if (!left || (stage.status !== 'playing' && stage.status !== 'waiting')) return;
    this.#detour.end();
    stage.queue = left.queue;
    this.#deps.goTo(left.queue.index, { positionMs: left.positionMs });
    this.#deps.onQueueChanged();
  }
}
