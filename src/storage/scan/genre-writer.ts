import type { GenreId, VolumeId } from '#contract/entities/ids';
import { genreId } from '#kernel/derive-id';
import type { Db } from '#storage/sqlite/db';
import { foldText } from '#storage/text/fold-text';
import { titleSort } from '#storage/text/sort-key';

/** The genres of songs; a genre's row is made with its first song, and counted when the volume is reconciled. */
export class GenreWriter {
  readonly #ofVolume;
  readonly #insert;
  readonly #drop;
  readonly #add;
  readonly #known = new Map<VolumeId, Map<GenreId, number>>();

  constructor(db: Db) {
    this.#ofVolume = db.prepare<[VolumeId], { id: GenreId; key: number }>(
      'SELECT id, key FROM genre WHERE volume_id = ?',
    );
    this.#insert = db.prepare<Record<string, unknown>, { key: number }>(`
      INSERT INTO genre (id, volume_id, name, sort_key, letter) VALUES (:id, :volumeId, :name, :sortKey, :letter)
      RETURNING key`);
    this.#drop = db.prepare<[number]>('DELETE FROM track_genre WHERE track_key = ?');
    this.#add = db.prepare('INSERT OR IGNORE INTO track_genre (track_key, genre_key) VALUES (?, ?)');
  }

  save(volumeId: VolumeId, trackKey: number, genres: readonly string[]): void {
    this.#drop.run(trackKey);
    for (const name of genres) this.#add.run(trackKey, this.#keyOf(volumeId, name));
  }

  /** What was remembered may not be in the file: a transaction was undone. */
  forget(): void {
    this.#known.clear();
  }

  #keyOf(volumeId: VolumeId, name: string): number | undefined {
    const keys = this.#known.get(volumeId) ?? this.#load(volumeId);
    const id = genreId(foldText(name));
    const key = keys.get(id) ?? this.#insert.get({ id, volumeId, name, ...titleSort(name) })?.key;
    if (key !== undefined) keys.set(id, key);
    return key;
  }

  #load(volumeId: VolumeId): Map<GenreId, number> {
    const keys = new Map(this.#ofVolume.all(volumeId).map(({ id, key }) => [id, key]));
    this.#known.set(volumeId, keys);
    return keys;
  }
}
