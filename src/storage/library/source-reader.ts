import type { AlbumId, ArtistId, FolderId, TrackId, VideoId, VolumeId } from '#contract/entities/ids';
import { genreId } from '#kernel/derive-id';
import type { ItemRef } from '#player/ports';
import {
  AlbumNotFound,
  ArtistNotFound,
  FolderNotFound,
  TrackNotFound,
  VideoNotFound,
} from '#storage/library/not-found';
import { ALBUM_ORDER, TRACKS_OF_ARTIST, TRACKS_OF_GENRE } from '#storage/library/track-repository';
import type { Db } from '#storage/sqlite/db';
import { foldText } from '#storage/text/fold-text';

interface FolderRow {
  readonly volumeId: VolumeId;
  readonly path: Buffer;
}

const VISIBLE = 'volume_id IN (SELECT volume_id FROM temp.visible_volume)';
const SONG = "t.id, 'track' AS kind, t.volume_id AS volumeId";
const FILE = "f.id, CASE f.kind WHEN 'audio' THEN 'track' ELSE 'video' END AS kind, f.volume_id AS volumeId";
const WITH_ALBUM = 'track t LEFT JOIN album al ON al.id = t.album_id';
const FOLDER_ORDER = 'd.sort_key, d.path, f.sort_key, f.key';

/** The items of albums, artists, folders and so on in playing order, of all volumes that may be shown. */
export class SourceReader {
  readonly #song;
  readonly #film;
  readonly #album;
  readonly #artist;
  readonly #genre;
  readonly #songs;
  readonly #folder;
  readonly #below;
  readonly #inside;

  constructor(db: Db) {
    this.#song = db.prepare<{ id: string }, ItemRef & { albumId: AlbumId | null; folderId: FolderId }>(
      `SELECT ${SONG}, t.album_id AS albumId, f.folder_id AS folderId FROM file f JOIN track t ON t.key = f.key WHERE f.id = :id AND t.is_present = 1 AND t.${VISIBLE}`,
    );
    this.#film = db.prepare<{ id: string }, ItemRef>(`
      SELECT m.id, 'video' AS kind, m.volume_id AS volumeId FROM video m
       WHERE m.id = :id AND m.is_present = 1 AND m.${VISIBLE}`);
    this.#album = db.prepare<{ id: string }, ItemRef>(`
      SELECT ${SONG} FROM track t
       WHERE t.album_id = :id AND t.is_present = 1 AND t.${VISIBLE} ORDER BY t.album_position, t.key`);
    this.#artist = db.prepare<{ artistId: string }, ItemRef>(`
      SELECT ${SONG} FROM ${WITH_ALBUM}
       WHERE t.key IN (${TRACKS_OF_ARTIST}) AND t.is_present = 1 AND t.${VISIBLE} ORDER BY ${ALBUM_ORDER}`);
    this.#genre = db.prepare<{ genreId: string }, ItemRef>(`
      SELECT ${SONG} FROM ${WITH_ALBUM}
       WHERE t.key IN (${TRACKS_OF_GENRE}) AND t.is_present = 1 AND t.${VISIBLE} ORDER BY ${ALBUM_ORDER}`);
    this.#songs = db.prepare<{ ids: string }, ItemRef>(`
      SELECT ${SONG} FROM json_each(:ids) wanted JOIN file f ON f.id = wanted.value JOIN track t ON t.key = f.key
       WHERE t.is_present = 1 AND t.${VISIBLE} ORDER BY wanted.key`);
    this.#folder = db.prepare<{ id: string }, FolderRow>(
      `SELECT volume_id AS volumeId, path FROM folder WHERE id = :id AND ${VISIBLE}`,
    );
    // Folder by folder, and nothing but ids: a whole stick is one queue, and each text of each row takes its time.
    this.#below = db
      .prepare<FolderRow & { from: Buffer; to: Buffer; kind: string }, ItemRef['id']>(
        `SELECT f.id FROM folder d CROSS JOIN file f ON f.folder_id = d.id AND f.is_present = 1 AND f.kind = :kind
          WHERE d.volume_id = :volumeId AND (d.path = :path OR (d.path >= :from AND d.path < :to))
          ORDER BY ${FOLDER_ORDER}`,
      )
      .pluck();
    this.#inside = db.prepare<{ id: string }, ItemRef>(`
      SELECT ${FILE} FROM file f
       WHERE f.folder_id = :id AND f.is_present = 1 AND f.kind = 'audio' ORDER BY f.sort_key, f.key`);
  }

  /** The song's album; where its tags name none, or have not been read yet, the songs beside it in its folder. */
  around(id: TrackId): readonly ItemRef[] {
    const song = this.#song.get({ id });
    if (song === undefined) throw new TrackNotFound(id);
    return song.albumId === null ? this.inside(song.folderId) : this.#album.all({ id: song.albumId });
  }

  /** A film alone, whatever it is of. */
  film(id: VideoId): readonly ItemRef[] {
    const film = this.#film.get({ id });
    if (film === undefined) throw new VideoNotFound(id);
    return [film];
  }

  album(id: AlbumId): readonly ItemRef[] {
    const songs = this.#album.all({ id });
    if (songs.length === 0) throw new AlbumNotFound(id);
    return songs;
  }

  artist(id: ArtistId): readonly ItemRef[] {
    const songs = this.#artist.all({ artistId: id });
    if (songs.length === 0) throw new ArtistNotFound(id);
    return songs;
  }

  genre(name: string): readonly ItemRef[] {
    return this.#genre.all({ genreId: genreId(foldText(name)) });
  }

  songs(ids: readonly TrackId[]): readonly ItemRef[] {
    return this.#songs.all({ ids: JSON.stringify(ids) });
  }

  /** All songs below a folder, folder by folder; where there are none, its films. */
  below(id: FolderId): readonly ItemRef[] {
    const folder = this.#folder.get({ id });
    if (folder === undefined) throw new FolderNotFound(id);
    const range = { ...folder, ...rangeBelow(folder.path) };
    const songs = this.#below.all({ ...range, kind: 'audio' });
    if (songs.length > 0) return toItems(songs, 'track', folder.volumeId);
    return toItems(this.#below.all({ ...range, kind: 'video' }), 'video', folder.volumeId);
  }

  /** The songs in one folder, without those of its folders. */
  inside(id: FolderId): readonly ItemRef[] {
    return this.#inside.all({ id });
  }
}

/** All share the text of kind and volume. */
function toItems(ids: readonly ItemRef['id'][], kind: ItemRef['kind'], volumeId: VolumeId): ItemRef[] {
  return ids.map((id) => ({ id, kind, volumeId }));
}

/** Bytes of paths below a folder; `0` is the byte behind `/`, and 0xff ends no path of a volume that begins with it. */
function rangeBelow(path: Buffer): { from: Buffer; to: Buffer } {
  if (path.length === 0) return { from: Buffer.alloc(0), to: Buffer.alloc(LONGEST_NAME + 1, 0xff) };
  return { from: Buffer.concat([path, Buffer.from('/')]), to: Buffer.concat([path, Buffer.from('0')]) };
}

const LONGEST_NAME = 255;
