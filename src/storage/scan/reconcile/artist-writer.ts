import type { VolumeId } from '#contract/entities/ids';
import { SearchIndex } from '#storage/library/search-index';
import type { ArtistCount } from '#storage/scan/reconcile/count-artists';
import type { Db } from '#storage/sqlite/db';

export class ArtistWriter {
  readonly #known;
  readonly #upsert;
  readonly #empty;
  readonly #search: SearchIndex;

  constructor(db: Db) {
    this.#known = db.prepare<[VolumeId], ArtistCount>(`
      SELECT id, name, album_count AS albumCount, track_count AS trackCount, sort_key AS sortKey, letter FROM artist WHERE volume_id = ?`);
    this.#upsert = db.prepare<Record<string, unknown>, { key: number }>(`
      INSERT INTO artist (id, volume_id, name, sort_key, letter, album_count, track_count)
      VALUES (:id, :volumeId, :name, :sortKey, :letter, :albumCount, :trackCount)
      ON CONFLICT (id, volume_id) DO UPDATE SET name = excluded.name, sort_key = excluded.sort_key,
        letter = excluded.letter, album_count = excluded.album_count, track_count = excluded.track_count
      RETURNING key`);
    this.#empty = db.prepare<[string, VolumeId]>(
      'UPDATE artist SET album_count = 0, track_count = 0 WHERE id = ? AND volume_id = ?',
    );
    this.#search = new SearchIndex(db, 'artist_search', ['name']);
  }

  save(volumeId: VolumeId, artists: readonly ArtistCount[]): void {
    const known = new Map(this.#known.all(volumeId).map((row) => [row.id, row]));
    for (const artist of artists) {
      const before = known.get(artist.id);
      known.delete(artist.id);
      if (before === undefined || !isSame(artist, before)) this.#saveArtist(volumeId, artist);
    }
    for (const gone of known.values()) if (gone.trackCount > 0) this.#empty.run(gone.id, volumeId);
  }

  #saveArtist(volumeId: VolumeId, artist: ArtistCount): void {
    const saved = this.#upsert.get({ ...artist, volumeId });
    if (saved !== undefined) this.#search.save(saved.key, [artist.name]);
  }
}

function isSame(a: ArtistCount, b: ArtistCount): boolean {
  return a.name === b.name && a.sortKey === b.sortKey && a.albumCount === b.albumCount && a.trackCount === b.trackCount;
}
