import type { Clock } from '#kernel/clock';
import { goesOn, isHeardEnough, MOST_BACK_MS, resumePoint, rewindMs, type Heard } from '#player/heard/heard-rules';
import type { ItemId, PlayLog, StoredEntry } from '#player/ports';

export interface ListeningDeps {
  readonly plays: PlayLog;
  readonly clock: Clock;
}

/** What is put on, as far as it is known then. */
export interface Begun {
  readonly entry: StoredEntry;
  readonly isSpoken: boolean;
  readonly positionMs: number;
  readonly durationMs: number | undefined;
}

interface Play extends Heard {
  readonly entry: StoredEntry;
  isSpoken: boolean;
  durationMs: number | undefined;
  positionMs: number;
  /** Where the listener had got to before it went back a little; left before that is heard again, it stays the place. */
  reachedMs: number;
  atUptimeMs: number;
  heardMs: number;
  isCounted: boolean;
  /** It is not on any more; it may be put on again where it was. */
  isLeft: boolean;
}

/** mpv plays at twice the speed at most; what moved further has not been heard. */
const FASTEST = 2;
/** Put on again this close to where it was left, it is the same play. */
const SAME_PLACE_MS = 1_000;

/** What of a zone's items was really heard. It keeps nothing itself until `write`, so that it goes with the position. */
export class Listening {
  readonly #deps: ListeningDeps;
  readonly #counted: ItemId[] = [];
  /** Of items that were left, or heard to their end, since the last write. */
  readonly #points = new Map<ItemId, number | undefined>();
  /** When items that go on were left. */
  readonly #leftAt = new Map<ItemId, number>();
  #play: Play | undefined;

  constructor(deps: ListeningDeps) {
    this.#deps = deps;
  }

  begin({ entry, isSpoken, positionMs, durationMs }: Begun): void {
    const before = this.#play;
    if (before && isGoneOnWith(before, entry, positionMs)) {
      before.isLeft = false;
      this.#moved(before, positionMs);
      return;
    }
    this.leave();
    const reachedMs = isSpoken ? this.#reached(entry.id, positionMs) : positionMs;
    this.#play = {
      ...{ entry, kind: entry.kind, isSpoken, durationMs, positionMs, reachedMs },
      ...{ heardMs: 0, isCounted: false, isLeft: false, atUptimeMs: this.#deps.clock.uptimeMs() },
    };
  }

  /** Played on up to here. */
  at(positionMs: number, durationMs: number | undefined): void {
    const play = this.#play;
    if (!play || play.isLeft) return;
    play.durationMs = durationMs ?? play.durationMs;
    const mostMs = (this.#deps.clock.uptimeMs() - play.atUptimeMs) * FASTEST;
    play.heardMs += Math.max(0, Math.min(positionMs - play.positionMs, mostMs));
    this.#moved(play, positionMs);
    if (play.isCounted || !isHeardEnough(play.heardMs, play.durationMs)) return;
    play.isCounted = true;
    this.#counted.push(play.entry.id);
  }

  /** It is here now, without having played what lies between. */
  jumped(positionMs: number): void {
    if (!this.#play) return;
    this.#moved(this.#play, positionMs);
    this.#play.reachedMs = positionMs;
  }

  /** It goes on a little before where the listener had got to. */
  wentBack(positionMs: number): void {
    if (!this.#play) return;
    this.#play.reachedMs = Math.max(this.#play.reachedMs, this.#play.positionMs);
    this.#moved(this.#play, positionMs);
  }

  /** What is on turns out to be spoken, or not to be. */
  recognise(isSpoken: boolean): void {
    if (this.#play) this.#play.isSpoken = isSpoken;
  }

  /** Something else, or nothing, is on. */
  leave(): void {
    const play = this.#play;
    if (!play || play.isLeft) return;
    play.isLeft = true;
    if (!goesOn(play)) {
      // It was taken for something else before.
      if (play.durationMs !== undefined) this.forget(play.entry.id);
      return;
    }
    this.#points.set(play.entry.id, pointNow(play));
    this.#leftAt.set(play.entry.id, this.#deps.clock.uptimeMs());
  }

  /** It was heard to its end: the next time begins anew. */
  ended(): void {
    const play = this.#play;
    if (!play) return;
    this.#play = undefined;
    this.forget(play.entry.id);
  }

  /** The item begins at its beginning again. */
  forget(id: ItemId): void {
    if (this.pointOf(id) !== undefined) this.#points.set(id, undefined);
  }

  /** Where what is spoken goes on that was at `positionMs`, after so long a silence. */
  backFrom(id: ItemId, positionMs: number, silenceMs: number): number {
    return Math.max(0, this.#reached(id, positionMs) - rewindMs(silenceMs));
  }

  /** How long ago an item was left; for ever where that was before this service. */
  silenceOf(id: ItemId): number {
    return this.#deps.clock.uptimeMs() - (this.#leftAt.get(id) ?? -Infinity);
  }

  /** Where an item was left that goes on there. */
  pointOf(id: ItemId): number | undefined {
    const play = this.#play;
    if (play?.entry.id === id && !play.isLeft) return pointNow(play);
    return this.#points.has(id) ? this.#points.get(id) : this.#deps.plays.resumeMs(id);
  }

  /** Hands over what has to survive; true where counts or points are different for others. */
  write(): boolean {
    const { plays } = this.#deps;
    const isNews = this.#counted.length > 0 || this.#points.size > 0;
    for (const id of this.#counted.splice(0)) plays.countPlay(id);
    for (const [id, point] of this.#points) plays.keepResume(id, point);
    this.#points.clear();
    const play = this.#play;
    if (play && !play.isLeft && goesOn(play)) plays.keepResume(play.entry.id, pointNow(play));
    return isNews;
  }

  #moved(play: Play, positionMs: number): void {
    play.positionMs = positionMs;
    play.atUptimeMs = this.#deps.clock.uptimeMs();
  }

  /** The kept place, where `positionMs` is so little before it that the player was only put back. */
  #reached(id: ItemId, positionMs: number): number {
    const point = this.pointOf(id) ?? 0;
    return point - positionMs <= MOST_BACK_MS ? Math.max(point, positionMs) : positionMs;
  }
}

function pointNow(play: Play): number | undefined {
  return goesOn(play) ? resumePoint(Math.max(play.positionMs, play.reachedMs), play.durationMs) : undefined;
}

function isGoneOnWith(play: Play, entry: StoredEntry, positionMs: number): boolean {
  const isThere = positionMs > 0 && Math.abs(positionMs - play.positionMs) <= SAME_PLACE_MS;
  return play.entry.entryId === entry.entryId && isThere;
}
