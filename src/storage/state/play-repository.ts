import type { PlayLookup, SongKeepsakes, SongMove } from '#library/ports';
import type { ItemId, PlayLog } from '#player/ports';
import type { StoredPoint } from '#storage/state/state-protocol';
import type { WriteQueue } from '#storage/state/write-queue';

/** How often an item was heard; `position` grows with each play of any item. */
export interface StoredPlay {
  readonly count: number;
  readonly position: number;
}

export interface StoredPlays {
  readonly plays: ReadonlyMap<ItemId, StoredPlay>;
  readonly points: ReadonlyMap<ItemId, StoredPoint>;
}

/** Play counts and resume points; in memory, as lists and zones ask for them, and on the card as soon as it has time. */
export class PlayRepository implements PlayLog, PlayLookup, SongKeepsakes {
  readonly #writes: WriteQueue;
  readonly #plays: Map<ItemId, StoredPlay>;
  readonly #points: Map<ItemId, StoredPoint>;
  #lastPosition: number;

  constructor({ plays, points }: StoredPlays, writes: WriteQueue) {
    this.#writes = writes;
    this.#plays = new Map(plays);
    this.#points = new Map(points);
    const positions = [...plays.values(), ...points.values()].map(({ position }) => position);
    this.#lastPosition = positions.reduce((last, position) => Math.max(last, position), 0);
  }

  playCount(id: ItemId): number {
    return this.#plays.get(id)?.count ?? 0;
  }

  resumeMs(id: ItemId): number | undefined {
    return this.#points.get(id)?.positionMs;
  }

  touchedAt(id: ItemId): number | undefined {
    const at = Math.max(this.#plays.get(id)?.position ?? -1, this.#points.get(id)?.position ?? -1);
    return at === -1 ? undefined : at;
  }

  lastTouched(): readonly ItemId[] {
    const ids = new Set([...this.#plays.keys(), ...this.#points.keys()]);
    const at = new Map([...ids].map((id) => [id, this.touchedAt(id) ?? 0]));
    return [...ids].sort((one, other) => (at.get(other) ?? 0) - (at.get(one) ?? 0));
  }

  lastHeard(limit: number): readonly ItemId[] {
    const latestFirst = [...this.#plays].sort(([, a], [, b]) => b.position - a.position);
    return latestFirst.slice(0, limit).map(([id]) => id);
  }

  countPlay(id: ItemId): void {
    this.#lastPosition += 1;
    const play = { count: this.playCount(id) + 1, position: this.#lastPosition };
    this.#plays.set(id, play);
    this.#writes.later(`play ${id}`, () => ({ kind: 'play', id, ...play }));
  }

  keepResume(id: ItemId, positionMs: number | undefined): void {
    const rounded = positionMs === undefined ? undefined : Math.round(positionMs);
    if (rounded === this.#points.get(id)?.positionMs) return;
    const point = rounded === undefined ? undefined : { positionMs: rounded, position: this.#positionFor(id) };
    this.#put(id, point);
  }

  /** In one line with all else that is written of an item: what was counted just before goes along. */
  follow(moves: readonly SongMove[]): Promise<void> {
    for (const { from, to } of moves) {
      const play = this.#plays.get(from);
      if (play) {
        this.#plays.delete(from);
        this.#plays.set(to, play);
        this.#writes.later(`play ${from}`, () => ({ kind: 'play', id: from, count: 0, position: 0 }));
        this.#writes.later(`play ${to}`, () => ({ kind: 'play', id: to, ...play }));
      }
      const point = this.#points.get(from);
      if (point === undefined) continue;
      this.#put(to, point);
      this.#put(from, undefined);
    }
    return Promise.resolve();
  }

  #put(id: ItemId, point: StoredPoint | undefined): void {
    if (point === undefined) this.#points.delete(id);
    else this.#points.set(id, point);
    this.#writes.later(`point ${id}`, () => ({ kind: 'resume point', id, point }));
  }

  /** What plays on keeps the place that it has. */
  #positionFor(id: ItemId): number {
    if (this.touchedAt(id) !== this.#lastPosition) this.#lastPosition += 1;
    return this.#lastPosition;
  }
}
