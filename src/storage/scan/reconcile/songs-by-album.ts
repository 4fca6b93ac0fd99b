import type { VolumeId } from '#contract/entities/ids';
import type { AlbumGrouping } from '#storage/scan/reconcile/group-albums';
import type { ReconciledTrack } from '#storage/scan/reconcile/reconciled-track';
import type { Db } from '#storage/sqlite/db';

type Row = Omit<ReconciledTrack, 'folder'>;
type SortingRow = [
  key: number,
  folderId: string,
  album: string | null,
  albumArtist: string | null,
  isCompilation: number,
];

/** So many are in memory at the same time; an album that has more is there as a whole. */
const PAGE = 100;

/** Songs of one album, all of them, or with `identity` undefined some that have none. */
export interface SongsOfAlbum {
  readonly identity: string | undefined;
  readonly songs: readonly ReconciledTrack[];
}

/** Gives the songs of a volume album by album: of a stick with hundreds of thousands only their keys are held. */
export class SongsByAlbum {
  readonly #toSort;
  readonly #page;
  readonly #folders;

  constructor(db: Db) {
    this.#toSort = db
      .prepare<[VolumeId]>(
        `SELECT t.key, f.folder_id, t.album, t.album_artist, t.is_compilation
           FROM track t JOIN file f ON f.key = t.key WHERE t.volume_id = ? AND t.is_present = 1`,
      )
      .raw();
    this.#page = db.prepare<[string], Row>(`
      SELECT t.key, f.folder_id AS folderId, f.sort_key AS fileSortKey,
             f.size_bytes || ':' || CAST(f.mtime_ms AS INTEGER) AS stamp,
             t.artist_sort AS artistSort, t.album_sort AS albumSort, t.album_artist_sort AS albumArtistSort,
             t.artist, t.album, t.album_artist AS albumArtist, t.is_compilation AS isCompilation,
             t.track_number AS trackNumber, t.disc_number AS discNumber, t.year, t.duration_ms AS durationMs,
             t.has_picture AS hasPicture, t.album_id AS albumId, t.album_position AS albumPosition,
             t.artwork_candidates AS artworkCandidates
        FROM json_each(?) AS wanted JOIN track t ON t.key = wanted.value JOIN file f ON f.key = t.key
       ORDER BY wanted.key`);
    this.#folders = db.prepare<[VolumeId], { id: string; path: Buffer }>(
      'SELECT id, path FROM folder WHERE volume_id = ?',
    );
  }

  /** Rows may be written between two of them. */
  *read(volumeId: VolumeId, grouping: AlbumGrouping<ReconciledTrack>): Generator<SongsOfAlbum> {
    const folders = new Map<string, string>();
    for (const { id, path } of this.#folders.iterate(volumeId)) folders.set(id, path.toString('latin1'));
    const keys = new Map<string | undefined, number[]>();
    for (const row of this.#toSort.iterate(volumeId) as IterableIterator<SortingRow>) {
      const [key, folderId, album, albumArtist, isCompilation] = row;
      const folder = folders.get(folderId) ?? '';
      const identity = grouping.identityOf({ folder, album, albumArtist, isCompilation });
      const same = keys.get(identity);
      if (same === undefined) keys.set(identity, [key]);
      else same.push(key);
    }
    for (const page of pagesOf(keys)) {
      const rows = this.#page.all(JSON.stringify(page.flatMap(([, wanted]) => wanted)));
      const songs = rows.map((row) => ({ ...row, folder: folders.get(row.folderId) ?? '' })).values();
      for (const [identity, wanted] of page) yield { identity, songs: [...songs.take(wanted.length)] };
    }
  }
}

type KeysOfAlbum = readonly [identity: string | undefined, keys: readonly number[]];

/** As many albums at a time as fit a page; songs without album are no whole. */
function* pagesOf(albums: Iterable<KeysOfAlbum>): Generator<readonly KeysOfAlbum[]> {
  let page: KeysOfAlbum[] = [];
  let size = 0;
  for (const [identity, keys] of albums) {
    const step = identity === undefined ? PAGE : keys.length;
    for (let from = 0; from < keys.length; from += step) {
      const part = keys.slice(from, from + step);
      if (size > 0 && size + part.length > PAGE) {
        yield page;
        [page, size] = [[], 0];
      }
      page.push([identity, part]);
      size += part.length;
    }
  }
  if (size > 0) yield page;
}
