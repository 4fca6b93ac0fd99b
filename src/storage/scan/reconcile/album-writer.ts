import type { AlbumId, VolumeId } from '#contract/entities/ids';
import { albumId, artistId } from '#kernel/derive-id';
import { SearchIndex } from '#storage/library/search-index';
import { mostFrequent, type AlbumGroup } from '#storage/scan/reconcile/group-albums';
import type { ReconciledTrack } from '#storage/scan/reconcile/reconciled-track';
import type { Db } from '#storage/sqlite/db';
import { foldText } from '#storage/text/fold-text';
import { titleSort } from '#storage/text/sort-key';

type Group = AlbumGroup<ReconciledTrack>;

export interface AlbumRow {
  readonly id: string;
  readonly title: string;
  readonly albumArtist: string | null;
  readonly year: number | null;
  readonly trackCount: number;
  readonly discCount: number;
  readonly durationMs: number | null;
  readonly isCompilation: number;
  readonly sortKey: string;
  readonly letter: string;
}

/** Albums that are gone keep their row, and so their artwork, with no songs. */
export class AlbumWriter {
  readonly #known;
  readonly #upsert;
  readonly #empty;
  readonly #setTrack;
  readonly #search: SearchIndex;

  constructor(db: Db) {
    this.#known = db.prepare<[VolumeId], AlbumRow>(`
      SELECT id, title, album_artist AS albumArtist, year, track_count AS trackCount, disc_count AS discCount,
             duration_ms AS durationMs, is_compilation AS isCompilation, sort_key AS sortKey, letter
        FROM album WHERE volume_id = ?`);
    this.#upsert = db.prepare<Record<string, unknown>, { key: number }>(`
      INSERT INTO album (id, volume_id, title, sort_key, letter, album_artist, artist_id, year, track_count,
        disc_count, duration_ms, is_compilation)
      VALUES (:id, :volumeId, :title, :sortKey, :letter, :albumArtist, :artistId, :year, :trackCount,
        :discCount, :durationMs, :isCompilation)
      ON CONFLICT (id) DO UPDATE SET title = excluded.title, sort_key = excluded.sort_key, letter = excluded.letter,
        album_artist = excluded.album_artist, artist_id = excluded.artist_id, year = excluded.year,
        track_count = excluded.track_count, disc_count = excluded.disc_count, duration_ms = excluded.duration_ms,
        is_compilation = excluded.is_compilation
      RETURNING key`);
    this.#empty = db.prepare<[string]>('UPDATE album SET track_count = 0, artwork_candidates = NULL WHERE id = ?');
    this.#setTrack = db.prepare('UPDATE track SET album_id = ?, album_position = ? WHERE key = ?');
    this.#search = new SearchIndex(db, 'album_search', ['title', 'artist']);
  }

  /** What the index has of the volume's albums, by id. */
  known(volumeId: VolumeId): Map<string, AlbumRow> {
    return new Map(this.#known.all(volumeId).map((row) => [row.id, row]));
  }

  /** Takes it from `known`: what is left there in the end is gone. */
  save(volumeId: VolumeId, group: Group, known: Map<string, AlbumRow>): AlbumId {
    const id = albumId(volumeId, group.identity);
    this.#saveAlbum(volumeId, toRow(id, group), known.get(id));
    known.delete(id);
    this.#saveTracks(id, group);
    return id;
  }

  saveWithoutAlbum({ key, albumId: before }: ReconciledTrack): void {
    if (before !== null) this.#setTrack.run(null, null, key);
  }

  emptyGone(gone: ReadonlyMap<string, AlbumRow>): void {
    for (const { id, trackCount } of gone.values()) if (trackCount > 0) this.#empty.run(id);
  }

  #saveAlbum(volumeId: VolumeId, row: AlbumRow, before: AlbumRow | undefined): void {
    if (before !== undefined && isSame(row, before)) return;
    const saved = this.#upsert.get({
      ...row,
      volumeId,
      artistId: row.albumArtist === null || row.isCompilation === 1 ? null : artistId(foldText(row.albumArtist)),
    });
    if (saved !== undefined) this.#search.save(saved.key, [row.title, row.albumArtist]);
  }

  #saveTracks(id: AlbumId, group: Group): void {
    group.tracks.forEach((track, position) => {
      if (track.albumId !== id || track.albumPosition !== position) this.#setTrack.run(id, position, track.key);
    });
  }
}

function toRow(id: AlbumId, group: Group): AlbumRow {
  const { sortKey, letter } = titleSort(group.titleSort ?? group.title);
  const albumArtist = group.isCompilation ? VARIOUS_ARTISTS : group.albumArtist;
  const durations = group.tracks.flatMap((track) => track.durationMs ?? []);
  return {
    id,
    title: group.title,
    albumArtist,
    year: mostFrequent(group.tracks.map((track) => track.year)) ?? null,
    trackCount: group.tracks.length,
    discCount: group.discCount,
    durationMs: durations.length === 0 ? null : durations.reduce((sum, one) => sum + one, 0),
    isCompilation: Number(group.isCompilation),
    letter,
    // Albums of one title stand by artist.
    sortKey: `${sortKey}\u0001${titleSort(group.albumArtistSort ?? albumArtist ?? '').sortKey}`,
  };
}

const VARIOUS_ARTISTS = 'Various Artists';

function isSame(a: AlbumRow, b: AlbumRow): boolean {
  return (
    a.title === b.title &&
    a.albumArtist === b.albumArtist &&
    a.sortKey === b.sortKey &&
    a.year === b.year &&
    a.trackCount === b.trackCount &&
    a.discCount === b.discCount &&
    a.durationMs === b.durationMs &&
    a.isCompilation === b.isCompilation
  );
}
