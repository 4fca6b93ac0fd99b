import type { VolumeId } from '#contract/entities/ids';
import { AlbumWriter } from '#storage/scan/reconcile/album-writer';
import { ArtistWriter } from '#storage/scan/reconcile/artist-writer';
import { ArtworkWriter } from '#storage/scan/reconcile/artwork-writer';
import { countArtists } from '#storage/scan/reconcile/count-artists';
import { groupAlbums } from '#storage/scan/reconcile/group-albums';
import { PlaylistWriter } from '#storage/scan/reconcile/playlist-writer';
import type { ReconciledTrack } from '#storage/scan/reconcile/reconciled-track';
import { SheetSplitter } from '#storage/scan/reconcile/sheet-splitter';
import type { GenreWriter } from '#storage/scan/genre-writer';
import type { Db } from '#storage/sqlite/db';

/** Phase 3: albums, artists, genres, playlists and places to look for artwork, from the songs of one volume. */
export class Reconciler {
  readonly #tracks;
  readonly #folders;
  readonly #countGenres;
  readonly #sheets: SheetSplitter;
  readonly #albums: AlbumWriter;
  readonly #artists: ArtistWriter;
  readonly #playlists: PlaylistWriter;
  readonly #artwork: ArtworkWriter;

  constructor(db: Db, genres: GenreWriter) {
    this.#tracks = db.prepare<[VolumeId], Omit<ReconciledTrack, 'folder'>>(`
      SELECT t.key, f.folder_id AS folderId, f.sort_key AS fileSortKey,
             f.size_bytes || ':' || CAST(f.mtime_ms AS INTEGER) AS stamp,
             t.artist, t.album, t.album_artist AS albumArtist, t.is_compilation AS isCompilation,
             t.track_number AS trackNumber, t.disc_number AS discNumber, t.year, t.duration_ms AS durationMs,
             t.has_picture AS hasPicture, t.album_id AS albumId, t.album_position AS albumPosition,
             t.artwork_candidates AS artworkCandidates
        FROM track t JOIN file f ON f.key = t.key
       WHERE t.volume_id = ? AND t.is_present = 1`);
    this.#folders = db.prepare<[VolumeId], { id: string; path: Buffer }>(
      'SELECT id, path FROM folder WHERE volume_id = ?',
    );
    this.#countGenres = db.prepare<{ volumeId: VolumeId }>(`
      WITH counted AS (
        SELECT g.key, (SELECT count(*) FROM track_genre tg JOIN track t ON t.key = tg.track_key
                        WHERE tg.genre_key = g.key AND t.is_present = 1) AS track_count
          FROM genre g WHERE g.volume_id = :volumeId)
      UPDATE genre SET track_count = counted.track_count FROM counted
       WHERE genre.key = counted.key AND genre.track_count <> counted.track_count`);
    this.#sheets = new SheetSplitter(db, genres);
    this.#albums = new AlbumWriter(db);
    this.#artists = new ArtistWriter(db);
    this.#playlists = new PlaylistWriter(db);
    this.#artwork = new ArtworkWriter(db);
  }

  reconcile(volumeId: VolumeId): void {
    this.#sheets.apply(volumeId);
    const tracks = this.#read(volumeId);
    const albums = groupAlbums(tracks);
    const albumIds = this.#albums.save(volumeId, albums, tracks);
    this.#artists.save(volumeId, countArtists(tracks, albums));
    this.#countGenres.run({ volumeId });
    this.#playlists.resolve(volumeId);
    this.#artwork.save(volumeId, albums, albumIds, tracks);
  }

  /** Row by row, and each text once: all songs of a stick are in memory at the same time. */
  #read(volumeId: VolumeId): readonly ReconciledTrack[] {
    const folders = new Map<string, string>();
    for (const { id, path } of this.#folders.iterate(volumeId)) folders.set(id, path.toString('latin1'));
    const once = onlyOnce();
    const tracks: ReconciledTrack[] = [];
    for (const row of this.#tracks.iterate(volumeId)) {
      tracks.push({
        ...row,
        folderId: once(row.folderId),
        folder: folders.get(row.folderId) ?? '',
        artist: row.artist === null ? null : once(row.artist),
        album: row.album === null ? null : once(row.album),
        albumArtist: row.albumArtist === null ? null : once(row.albumArtist),
        albumId: row.albumId === null ? null : once(row.albumId),
      });
    }
    return tracks;
  }
}

/** Gives the same string for equal ones. */
function onlyOnce(): (text: string) => string {
  const texts = new Map<string, string>();
  return (text) => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    texts.set(text, text);
    return text;
  };
}
