import type { VolumeId } from '#contract/entities/ids';
import type { GenreWriter } from '#storage/scan/genre-writer';
import { AlbumWriter } from '#storage/scan/reconcile/album-writer';
import { ArtistWriter } from '#storage/scan/reconcile/artist-writer';
import { ArtworkWriter } from '#storage/scan/reconcile/artwork-writer';
import { ArtistTally } from '#storage/scan/reconcile/count-artists';
import { AlbumGrouping } from '#storage/scan/reconcile/group-albums';
import { PlaylistWriter } from '#storage/scan/reconcile/playlist-writer';
import type { ReconciledTrack } from '#storage/scan/reconcile/reconciled-track';
import { SheetSplitter } from '#storage/scan/reconcile/sheet-splitter';
import { SongsByAlbum } from '#storage/scan/reconcile/songs-by-album';
import type { Db } from '#storage/sqlite/db';

/** Phase 3: albums, artists, genres, playlists and places to look for artwork, from the songs of one volume. */
export class Reconciler {
  readonly #songs: SongsByAlbum;
  readonly #countGenres;
  readonly #sheets: SheetSplitter;
  readonly #albums: AlbumWriter;
  readonly #artists: ArtistWriter;
  readonly #playlists: PlaylistWriter;
  readonly #artwork: ArtworkWriter;

  constructor(db: Db, genres: GenreWriter) {
    this.#songs = new SongsByAlbum(db);
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
    this.#saveSongs(volumeId);
    this.#countGenres.run({ volumeId });
    this.#playlists.resolve(volumeId);
  }

  #saveSongs(volumeId: VolumeId): void {
    const grouping = new AlbumGrouping<ReconciledTrack>();
    const artists = new ArtistTally();
    const albums = this.#albums.known(volumeId);
    const images = this.#artwork.imagesOf(volumeId);
    for (const { identity, songs } of this.#songs.read(volumeId, grouping)) {
      if (identity === undefined) {
        for (const song of songs) {
          this.#albums.saveWithoutAlbum(song);
          artists.addSong(song);
        }
      } else {
        const album = grouping.albumOf(identity, songs);
        const id = this.#albums.save(volumeId, album, albums);
        this.#artwork.saveAlbum(id, album, images);
        artists.addAlbum(album);
      }
      for (const song of songs) this.#artwork.saveSong(song);
    }
    this.#albums.emptyGone(albums);
    this.#artwork.saveFilms(volumeId, images);
    this.#artists.save(volumeId, artists.counts());
  }
}
