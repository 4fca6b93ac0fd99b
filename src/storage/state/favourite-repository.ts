import type { TrackId } from '#contract/entities/ids';
import type { FavouriteStore, SongKeepsakes, SongMove } from '#library/ports';
import type { WriteQueue } from '#storage/state/write-queue';

/** Favourites, newest first; in memory as on the card, as each change of a zone asks for one. */
export class FavouriteRepository implements FavouriteStore, SongKeepsakes {
  readonly #writes: WriteQueue;
  /** Oldest first, as a Set keeps it. */
  #ids: Set<TrackId>;

  constructor(oldestFirst: readonly TrackId[], writes: WriteQueue) {
    this.#ids = new Set(oldestFirst);
    this.#writes = writes;
  }

  has(id: TrackId): boolean {
    return this.#ids.has(id);
  }

  async add(id: TrackId): Promise<void> {
    await this.#writes.ask('the favourite', { kind: 'add favourite', id });
    this.#ids.add(id);
  }

  async remove(id: TrackId): Promise<void> {
    await this.#writes.ask('the favourite', { kind: 'remove favourite', id });
    this.#ids.delete(id);
  }

  async follow(moves: readonly SongMove[]): Promise<void> {
    for (const { from, to } of moves) {
      if (!this.#ids.has(from)) continue;
      await this.#writes.ask('the favourite', { kind: 'move song', from, to });
      // In its place; a favourite that the new id was already is one with it.
      const others = [...this.#ids].filter((id) => id !== to);
      this.#ids = new Set(others.map((id) => (id === from ? to : id)));
    }
  }

  list(): readonly TrackId[] {
    return [...this.#ids].reverse();
  }
}
