import type { ItemId, PlayLog } from '#player/ports';

/** What would be in state.db of plays. */
export class MemoryPlays implements PlayLog {
  readonly counts = new Map<ItemId, number>();
  readonly points = new Map<ItemId, number>();
  readonly #touched = new Map<ItemId, number>();
  #last = 0;

  countPlay(id: ItemId): void {
    this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
    this.#touch(id);
  }

  resumeMs(id: ItemId): number | undefined {
    return this.points.get(id);
  }

  touchedAt(id: ItemId): number | undefined {
    return this.#touched.get(id);
  }

  keepResume(id: ItemId, positionMs: number | undefined): void {
    if (positionMs === undefined) this.points.delete(id);
    else this.points.set(id, positionMs);
    if (positionMs !== undefined) this.#touch(id);
  }

  #touch(id: ItemId): void {
    this.#touched.set(id, (this.#last += 1));
  }
}
