import { playlistId, type FolderId, type PlaylistId, type TrackId } from '#contract/entities/ids';
import { FAVOURITES_ID, type Playlist } from '#contract/entities/playlist';
import type { Track } from '#contract/entities/track';
import type { ListFilter, ListSlice, ListWindow, PlaylistCatalog } from '#library/browse/ports';
import type { FavouriteStore, OwnPlaylist, OwnPlaylistStore } from '#library/ports';
import { listConditions } from '#storage/library/conditions';
import { ListReader } from '#storage/library/list-reader';
import type { NearWords } from '#storage/library/near-words';
import { PlaylistNotFound } from '#storage/library/not-found';
import type { TrackRepository } from '#storage/library/track-repository';
import { asJson, isWithin } from '#storage/library/within';
import type { Db } from '#storage/sqlite/db';
import { foldText } from '#storage/text/fold-text';
import { searchText } from '#storage/text/search-query';
import { titleSort } from '#storage/text/sort-key';

type PlaylistRow = Omit<Playlist, 'isOnline' | 'isOwn'> & { readonly isOnline: number };

export interface PlaylistRepositoryDeps {
  readonly db: Db;
  readonly near: NearWords;
  readonly tracks: Pick<TrackRepository, 'pick' | 'count'>;
  readonly favourites: FavouriteStore;
  readonly ownPlaylists: OwnPlaylistStore;
}

const FAVOURITES_NAME = 'Favourites';
const ENTRIES = 'FROM playlist_entry e LEFT JOIN file ON file.key = e.file_key WHERE e.playlist_key = p.key';
const COLUMNS = `
  p.id, p.name, p.volume_id AS volumeId, v.is_online AS isOnline,
  (SELECT count(*) ${ENTRIES} AND file.is_present = 1 AND file.kind = 'audio') AS trackCount,
  (SELECT count(*) ${ENTRIES} AND coalesce(file.is_present, 0) = 0) AS missingCount`;
const JOINS = 'JOIN temp.visible_volume v ON v.volume_id = p.volume_id';

/** The playlist files of the sticks, and before them the listener's favourites and own playlists. */
export class PlaylistRepository implements PlaylistCatalog {
  readonly #deps: PlaylistRepositoryDeps;
  readonly #lists: ListReader<PlaylistRow>;
  readonly #byId;
  readonly #trackIds;

  constructor(deps: PlaylistRepositoryDeps) {
    this.#deps = deps;
    this.#lists = new ListReader(deps.db, {
      from: 'playlist p',
      item: 'p.key',
      sortKey: 'p.sort_key',
      letter: 'p.letter',
      columns: COLUMNS,
      joins: `JOIN playlist p ON p.key = page.item ${JOINS}`,
    });
    this.#byId = deps.db.prepare<{ id: string; within: string | null }, PlaylistRow>(
      `SELECT ${COLUMNS} FROM playlist p ${JOINS} WHERE p.id = :id AND p.is_present = 1 AND ${isWithin('p')}`,
    );
    this.#trackIds = deps.db.prepare<{ id: string }, { id: TrackId }>(`
      SELECT t.id FROM playlist p JOIN playlist_entry e ON e.playlist_key = p.key
        JOIN track t ON t.key = e.file_key AND t.is_present = 1
       WHERE p.id = :id ORDER BY e.position`);
  }

  list(filter: ListFilter, { offset, limit }: ListWindow): ListSlice<Playlist> {
    const first = this.#kept(filter);
    const shift = first.length;
    const where = listConditions('p', filter, { name: 'playlist_search', near: this.#deps.near }, 'p.is_present = 1');
    const { rows, total } = this.#lists.byTitle(
      where,
      {
        offset: Math.max(offset - shift, 0),
        limit: Math.max(limit - Math.max(shift - offset, 0), 0),
      },
      filter,
    );
    return { items: [...first.slice(offset, offset + limit), ...rows.map(toPlaylist)], total: total + shift };
  }

  get(id: PlaylistId, within?: readonly FolderId[]): Playlist {
    if (id === FAVOURITES_ID) return this.#favourites(within);
    const own = this.#deps.ownPlaylists.get(id);
    if (own !== undefined) return this.#counted(own, true, within);
    const row = this.#byId.get({ id, within: asJson(within) });
    if (row === undefined) throw new PlaylistNotFound(id);
    return toPlaylist(row);
  }

  tracks(id: PlaylistId, window: ListWindow, within?: readonly FolderId[]): ListSlice<Track> {
    return this.#deps.tracks.pick(this.trackIds(id), window, within);
  }

  /** In the playlist's order; in a playlist file a song can stand twice. */
  trackIds(id: PlaylistId): readonly TrackId[] {
    if (id === FAVOURITES_ID) return this.#deps.favourites.list();
    const own = this.#deps.ownPlaylists.get(id);
    if (own !== undefined) return own.trackIds;
    if (this.#byId.get({ id, within: null }) === undefined) throw new PlaylistNotFound(id);
    return this.#trackIds.all({ id }).map((row) => row.id);
  }

  /** What lies on no stick. */
  #kept(filter: ListFilter): Playlist[] {
    if (filter.volumeId !== undefined) return [];
    const own = this.#deps.ownPlaylists
      .list()
      .map((playlist) => ({ playlist, sort: titleSort(playlist.name) }))
      .filter(({ playlist, sort }) => isNamed(playlist.name, filter) && (filter.letter ?? sort.letter) === sort.letter)
      .toSorted((a, b) => (a.sort.sortKey < b.sort.sortKey ? -1 : 1))
      .map(({ playlist }) => this.#counted(playlist, true, filter.within));
    const hasFavourites = isNamed(FAVOURITES_NAME, filter) && (filter.letter ?? 'F') === 'F';
    return hasFavourites ? [this.#favourites(filter.within), ...own] : own;
  }

  #favourites(within?: readonly FolderId[]): Playlist {
    const trackIds = this.#deps.favourites.list();
    // Favourites that nobody can show are no gap in a list that somebody put in order.
    return {
      ...this.#counted({ id: playlistId.parse(FAVOURITES_ID), name: FAVOURITES_NAME, trackIds }, false, within),
      missingCount: 0,
    };
  }

  #counted(list: OwnPlaylist, isOwn: boolean, within?: readonly FolderId[]): Playlist {
    const { shown, online } = this.#deps.tracks.count(list.trackIds, within);
    return {
      id: list.id,
      name: list.name,
      volumeId: null,
      isOwn,
      isOnline: shown === 0 || online > 0,
      trackCount: shown,
      missingCount: within === undefined ? list.trackIds.length - shown : 0,
    };
  }
}

function toPlaylist({ isOnline, ...row }: PlaylistRow): Playlist {
  return { ...row, isOwn: false, isOnline: isOnline === 1 };
}

function isNamed(name: string, { words = '' }: ListFilter): boolean {
  const parts = foldText(name).split(' ');
  return searchText(words)
    .split(' ')
    .every((word) => parts.some((part) => part.startsWith(word)));
}
