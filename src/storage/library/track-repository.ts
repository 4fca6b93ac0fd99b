import type { TrackId, FolderId } from '#contract/entities/ids';
import type { Track } from '#contract/entities/track';
import { genreId } from '#kernel/derive-id';
import type { LetterCount, ListSlice, ListWindow, TrackCatalog, TrackFilter } from '#library/browse/ports';
import type { PlayLookup } from '#library/ports';
import { listConditions, type Conditions, type SearchTable } from '#storage/library/conditions';
import { ListReader } from '#storage/library/list-reader';
import type { NearWords } from '#storage/library/near-words';
import { TrackNotFound } from '#storage/library/not-found';
import { asJson, isWithin } from '#storage/library/within';
import type { Db } from '#storage/sqlite/db';
import { foldText } from '#storage/text/fold-text';

type TrackRow = Omit<Track, 'isOnline' | 'playCount' | 'resumeMs'> & { readonly isOnline: number };

interface SongCount {
  readonly shown: number;
  readonly online: number;
}

/** Columns and joins of a song, for a `track t`. */
const TRACK_COLUMNS = `
  t.id, t.title, t.artist, t.album, coalesce(al.album_artist, t.album_artist) AS albumArtist, t.genre, t.year,
  t.track_number AS trackNumber, t.disc_number AS discNumber, t.duration_ms AS durationMs, f.path_shown AS path,
  t.volume_id AS volumeId, v.is_online AS isOnline, coalesce(al.artwork_id, t.artwork_id) AS artworkId,
  t.album_id AS albumId, t.artist_id AS artistId`;
const TRACK_JOINS = `
  JOIN file f ON f.key = t.key
  JOIN temp.visible_volume v ON v.volume_id = t.volume_id
  LEFT JOIN album al ON al.id = t.album_id`;

const WITH_ALBUM = 'track t LEFT JOIN album al ON al.id = t.album_id';

export class TrackRepository implements TrackCatalog {
  readonly #plays: PlayLookup;
  readonly #search: SearchTable;
  readonly #lists: ListReader<TrackRow>;
  readonly #byId;
  readonly #shownIds;
  readonly #byIds;
  readonly #count;

  constructor(db: Db, near: NearWords, plays: PlayLookup) {
    this.#search = { name: 'track_search', near };
    this.#plays = plays;
    this.#lists = new ListReader(db, {
      from: 'track t',
      item: 't.key',
      sortKey: 't.sort_key',
      place: 'SELECT sort_key, key FROM track WHERE key = :anchor',
      letter: 't.letter',
      columns: TRACK_COLUMNS,
      joins: `JOIN track t ON t.key = page.item ${TRACK_JOINS}`,
    });
    this.#byId = db.prepare<{ id: string; within: string | null }, TrackRow>(`
      SELECT ${TRACK_COLUMNS} FROM track t ${TRACK_JOINS}
       WHERE f.id = :id AND t.is_present = 1 AND ${isWithin('t')}`);
    this.#shownIds = db.prepare<{ ids: string; within: string | null }, { id: TrackId }>(`
      SELECT t.id FROM json_each(:ids) wanted
        JOIN file f ON f.id = wanted.value
        JOIN track t ON t.key = f.key AND t.is_present = 1
        JOIN temp.visible_volume v ON v.volume_id = t.volume_id
       WHERE ${isWithin('t')}
       ORDER BY wanted.key`);
    this.#byIds = db.prepare<{ ids: string }, TrackRow>(`
      SELECT ${TRACK_COLUMNS} FROM json_each(:ids) wanted JOIN file named ON named.id = wanted.value JOIN track t ON t.key = named.key
        ${TRACK_JOINS}
       ORDER BY wanted.key`);
    this.#count = db.prepare<{ ids: string; within: string | null }, SongCount>(`
      SELECT count(*) AS shown, coalesce(sum(v.is_online), 0) AS online FROM json_each(:ids) wanted
        JOIN file f ON f.id = wanted.value
        JOIN track t ON t.key = f.key AND t.is_present = 1
        JOIN temp.visible_volume v ON v.volume_id = t.volume_id
       WHERE ${isWithin('t')}`);
  }

  /** Of these songs: how many lists may show, and how many of those are on sticks that are in. */
  count(ids: readonly TrackId[], within?: readonly FolderId[]): SongCount {
    const asked = { ids: JSON.stringify(ids), within: asJson(within) };
    return this.#count.get(asked) ?? { shown: 0, online: 0 };
  }

  list(filter: TrackFilter, window: ListWindow): ListSlice<Track> {
    const where = this.#where(filter);
    const { rows, total } = this.#slice(where, filter, window);
    return { items: rows.map((row) => this.#toTrack(row)), total };
  }

  letters(filter: TrackFilter): readonly LetterCount[] {
    return this.#lists.letters(this.#where(filter));
  }

  get(id: TrackId, within?: readonly FolderId[]): Track {
    const row = this.#byId.get({ id, within: asJson(within) });
    if (row === undefined) throw new TrackNotFound(id);
    return this.#toTrack(row);
  }

  pick(ids: readonly TrackId[], { offset, limit }: ListWindow, within?: readonly FolderId[]): ListSlice<Track> {
    const asked = { ids: JSON.stringify(ids), within: asJson(within) };
    const shown = this.#shownIds.all(asked).map((row) => row.id);
    const page = shown.slice(offset, offset + limit);
    const rows = this.#byIds.all({ ids: JSON.stringify(page) });
    return { items: rows.map((row) => this.#toTrack(row)), total: shown.length };
  }

  #slice(where: Conditions, filter: TrackFilter, window: ListWindow) {
    if (filter.albumId !== undefined) return this.#lists.slice(where, 't.album_position, t.key', window);
    if (filter.artistId !== undefined) return this.#lists.slice(where, ALBUM_ORDER, window, WITH_ALBUM);
    return this.#lists.byTitle(where, window, filter);
  }

  #toTrack({ isOnline, ...row }: TrackRow): Track {
    const { id } = row;
    const resumeMs = this.#plays.resumeMs(id) ?? null;
    return { ...row, isOnline: isOnline === 1, playCount: this.#plays.playCount(id), resumeMs };
  }

  #where(filter: TrackFilter): Conditions {
    const where = listConditions('t', filter, this.#search, 't.is_present = 1');
    if (filter.albumId !== undefined) where.add('t.album_id = :albumId', { albumId: filter.albumId });
    if (filter.artistId !== undefined) where.add(`t.key IN (${TRACKS_OF_ARTIST})`, { artistId: filter.artistId });
    if (filter.genre !== undefined) {
      where.add(`t.key IN (${TRACKS_OF_GENRE})`, { genreId: genreId(foldText(filter.genre)) });
    }
    return where;
  }
}

/** An artist's own songs, and all songs of the artist's albums. */
export const TRACKS_OF_ARTIST = `
  SELECT key FROM track WHERE artist_id = :artistId
  UNION SELECT song.key FROM album JOIN track song ON song.album_id = album.id WHERE album.artist_id = :artistId`;

export const TRACKS_OF_GENRE = `
  SELECT tg.track_key FROM genre g JOIN track_genre tg ON tg.genre_key = g.key WHERE g.id = :genreId`;

/** By album, songs without one last. */
export const ALBUM_ORDER = 'al.sort_key IS NULL, al.sort_key, al.id, t.album_position, t.sort_key, t.key';
