import type { Album } from '#contract/entities/album';
import type { AlbumId, FolderId } from '#contract/entities/ids';
import { genreId } from '#kernel/derive-id';
import type {
  AlbumCatalog,
  AlbumFilter,
  LetterCount,
  ListSlice,
  ListWindow,
  RecentFilter,
} from '#library/browse/ports';
import { listConditions, type Conditions, type SearchTable } from '#storage/library/conditions';
import { ListReader } from '#storage/library/list-reader';
import type { NearWords } from '#storage/library/near-words';
import { AlbumNotFound } from '#storage/library/not-found';
import { asJson, isWithin } from '#storage/library/within';
import type { Db } from '#storage/sqlite/db';
import { foldText } from '#storage/text/fold-text';

type AlbumRow = Omit<Album, 'isOnline' | 'isCompilation'> & {
  readonly isOnline: number;
  readonly isCompilation: number;
};

/** More than anybody looks through. */
const MOST_RECENT = 60;

const COLUMNS = `
  al.id, al.title, al.album_artist AS albumArtist, al.artist_id AS artistId, al.year, al.track_count AS trackCount,
  al.disc_count AS discCount, al.duration_ms AS durationMs, al.is_compilation AS isCompilation,
  al.volume_id AS volumeId, v.is_online AS isOnline, al.artwork_id AS artworkId`;
const JOINS = 'JOIN temp.visible_volume v ON v.volume_id = al.volume_id';

/** The artist's own albums, and those with a song by the artist. */
const ALBUMS_OF_ARTIST = `
  SELECT id FROM album WHERE artist_id = :artistId
  UNION SELECT album_id FROM track WHERE artist_id = :artistId AND is_present = 1`;
const ALBUMS_OF_GENRE = `
  SELECT song.album_id FROM genre g JOIN track_genre tg ON tg.genre_key = g.key
    JOIN track song ON song.key = tg.track_key
   WHERE g.id = :genreId AND song.is_present = 1`;

export class AlbumRepository implements AlbumCatalog {
  readonly #search: SearchTable;
  readonly #lists: ListReader<AlbumRow>;
  readonly #byId;
  readonly #recent;

  constructor(db: Db, near: NearWords) {
    this.#search = { name: 'album_search', near };
    this.#lists = new ListReader(db, {
      from: 'album al',
      item: 'al.key',
      sortKey: 'al.sort_key',
      letter: 'al.letter',
      columns: COLUMNS,
      joins: `JOIN album al ON al.key = page.item ${JOINS}`,
    });
    this.#byId = db.prepare<{ id: string; within: string | null }, AlbumRow>(
      `SELECT ${COLUMNS} FROM album al ${JOINS} WHERE al.id = :id AND al.track_count > 0 AND ${isWithin('al')}`,
    );
    this.#recent = db.prepare<{ volumeId: string | null; within: string | null; most: number }, AlbumRow>(`
      WITH newest AS MATERIALIZED (
        SELECT t.album_id AS id, max(f.mtime_ms) AS mtimeMs FROM track t JOIN file f ON f.key = t.key
         WHERE t.is_present = 1 AND t.album_id IS NOT NULL
           AND t.volume_id IN (SELECT volume_id FROM temp.visible_volume WHERE is_online = 1)
           AND (:volumeId IS NULL OR t.volume_id = :volumeId)
           AND ${isWithin('t')}
         GROUP BY t.album_id ORDER BY mtimeMs DESC, t.album_id LIMIT :most)
      SELECT ${COLUMNS} FROM newest JOIN album al ON al.id = newest.id ${JOINS} WHERE al.track_count > 0
       ORDER BY newest.mtimeMs DESC, al.sort_key`);
  }

  list(filter: AlbumFilter, window: ListWindow): ListSlice<Album> {
    const where = this.#where(filter);
    const { rows, total } = this.#lists.byTitle(where, window, filter);
    return { items: rows.map(toAlbum), total };
  }

  letters(filter: AlbumFilter): readonly LetterCount[] {
    return this.#lists.letters(this.#where(filter));
  }

  recent({ offset, limit }: ListWindow, { volumeId, within }: RecentFilter = {}): ListSlice<Album> {
    const asked = { volumeId: volumeId ?? null, within: asJson(within) };
    const rows = this.#recent.all({ ...asked, most: MOST_RECENT });
    return { items: rows.slice(offset, offset + limit).map(toAlbum), total: rows.length };
  }

  get(id: AlbumId, within?: readonly FolderId[]): Album {
    const row = this.#byId.get({ id, within: asJson(within) });
    if (row === undefined) throw new AlbumNotFound(id);
    return toAlbum(row);
  }

  #where(filter: AlbumFilter): Conditions {
    const where = listConditions('al', filter, this.#search, 'al.track_count > 0');
    if (filter.artistId !== undefined) where.add(`al.id IN (${ALBUMS_OF_ARTIST})`, { artistId: filter.artistId });
    if (filter.genre !== undefined) {
      where.add(`al.id IN (${ALBUMS_OF_GENRE})`, { genreId: genreId(foldText(filter.genre)) });
    }
    return where;
  }
}

function toAlbum({ isOnline, isCompilation, ...row }: AlbumRow): Album {
  return { ...row, isOnline: isOnline === 1, isCompilation: isCompilation === 1 };
}
