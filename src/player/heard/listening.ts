import type { Clock } from '#kernel/clock';
import { goesOn, isHeardEnough, resumePoint, type Heard } from '#player/heard/heard-rules';
import type { ItemId, PlayLog, StoredEntry } from '#player/ports';

export interface ListeningDeps {
  readonly plays: PlayLog;
  readonly clock: Clock;
}

/** What is put on, as far as it is known then. */
export interface Begun {
  readonly entry: StoredEntry;
  readonly path: Buffer;
  readonly positionMs: number;
  readonly durationMs: number | undefined;
}

interface Play extends Heard {
  readonly entry: StoredEntry;
  durationMs: number | undefined;
  positionMs: number;
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
  #play: Play | undefined;

  constructor(deps: ListeningDeps) {
    this.#deps = deps;
  }

  begin({ entry, path, positionMs, durationMs }: Begun): void {
    const before = this.#play;
    if (before && isGoneOnWith(before, entry, positionMs)) {
      before.isLeft = false;
      this.jumped(positionMs);
      return;
    }
    this.leave();
    this.#play = {
      ...{ entry, kind: entry.kind, path, durationMs, positionMs },
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
    this.jumped(positionMs);
    if (play.isCounted || !isHeardEnough(play.heardMs, play.durationMs)) return;
    play.isCounted = true;
    this.#counted.push(play.entry.id);
  }

  /** It is here now, without having played what lies between. */
  jumped(positionMs: number): void {
    if (!this.#play) return;
    this.#play.positionMs = positionMs;
    this.#play.atUptimeMs = this.#deps.clock.uptimeMs();
  }

  /** Something else, or nothing, is on. */
  leave(): void {
    const play = this.#play;
    if (!play || play.isLeft) return;
    play.isLeft = true;
    if (goesOn(play)) this.#points.set(play.entry.id, resumePoint(play.positionMs, play.durationMs));
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

  /** Where an item begins that nobody has asked another place of. */
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
}

function pointNow(play: Play): number | undefined {
  return goesOn(play) ? resumePoint(play.positionMs, play.durationMs) : undefined;
}

function isGoneOnWith(play: Play, entry: StoredEntry, positionMs: number): boolean {
  const isThere = positionMs > 0 && Math.abs(positionMs - play.positionMs) <= SAME_PLACE_MS;
  return play.entry.entryId === entry.entryId && isThere;
}
