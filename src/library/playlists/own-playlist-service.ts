import { playlistId, type FolderId, type PlaylistId, type TrackId, type ZoneId } from '#contract/entities/ids';
import { OWN_PREFIX, type Playlist } from '#contract/entities/playlist';
import { playSourceOf, type PlaySource } from '#contract/requests';
import type { HandlersOf } from '#contract/routes';
import { AppError } from '#kernel/app-error';
import type { EventSink } from '#kernel/event-bus';
import type { PlaylistCatalog } from '#library/browse/ports';
import { withoutSong, withSongMoved, withSongs } from '#library/playlists/edit-playlist';
import type { OwnPlaylist, OwnPlaylistStore } from '#library/ports';

export class PlaylistNotOwn extends AppError {
  readonly code = 'playlist_not_own';
  constructor(id: string) {
    super('Only playlists of one’s own can be changed', { playlistId: id });
  }
}

export class PlaylistFull extends AppError {
  readonly code = 'playlist_full';
  constructor(most: number) {
    super('There is no room for more', { most });
  }
}

export interface OwnPlaylistServiceDeps {
  readonly store: OwnPlaylistStore;
  readonly playlists: Pick<PlaylistCatalog, 'get'>;
  /** The songs of an album, a folder and so on; a song stands for itself. Throws the AppError of what was not found. */
  readonly songsOf: (source: PlaySource) => readonly TrackId[];
  /** Never the same twice. */
  readonly makeId: () => string;
  readonly events: EventSink;
  /** What a zone for children may show; undefined for all others. */
  kidFolders(zoneId: ZoneId): readonly FolderId[] | undefined;
}

type OwnPlaylistRoutes = HandlersOf<
  | 'getPlaylist'
  | 'createPlaylist'
  | 'renamePlaylist'
  | 'deletePlaylist'
  | 'addToPlaylist'
  | 'moveInPlaylist'
  | 'removeFromPlaylist'
>;

export const MOST_SONGS = 5_000;
export const MOST_PLAYLISTS = 200;

/** The listener's own playlists: made, filled, put in order and deleted on any screen. */
export class OwnPlaylistService implements OwnPlaylistRoutes {
  readonly #deps: OwnPlaylistServiceDeps;

  constructor(deps: OwnPlaylistServiceDeps) {
    this.#deps = deps;
  }

  readonly getPlaylist: OwnPlaylistRoutes['getPlaylist'] = ({ id, zoneId }) =>
    this.#deps.playlists.get(id, zoneId === undefined ? undefined : this.#deps.kidFolders(zoneId));

  readonly createPlaylist: OwnPlaylistRoutes['createPlaylist'] = async ({ name }) => {
    const { store, makeId } = this.#deps;
    if (store.list().length >= MOST_PLAYLISTS) throw new PlaylistFull(MOST_PLAYLISTS);
    const id = playlistId.parse(OWN_PREFIX + makeId());
    await store.add({ id, name, trackIds: [] });
    return this.#changed(id);
  };

  readonly renamePlaylist: OwnPlaylistRoutes['renamePlaylist'] = ({ id, name }) =>
    this.#change(id, (playlist) => ({ ...playlist, name }));

  readonly deletePlaylist: OwnPlaylistRoutes['deletePlaylist'] = async ({ id }) => {
    this.#refuseOthers(id);
    await this.#deps.store.remove(id);
    this.#deps.events.publish({ type: 'playlists.changed' });
    return { isDeleted: true };
  };

  readonly addToPlaylist: OwnPlaylistRoutes['addToPlaylist'] = ({ id, ...body }) => {
    const source = playSourceOf(body);
    const added = source ? this.#deps.songsOf(source) : [];
    return this.#changeSongs(id, (songs) => withSongs(songs, added));
  };

  readonly moveInPlaylist: OwnPlaylistRoutes['moveInPlaylist'] = ({ id, trackId, before }) =>
    this.#changeSongs(id, (songs) => withSongMoved(songs, trackId, before));

  readonly removeFromPlaylist: OwnPlaylistRoutes['removeFromPlaylist'] = ({ id, trackId }) =>
    this.#changeSongs(id, (songs) => withoutSong(songs, trackId));

  #changeSongs(id: PlaylistId, change: (songs: readonly TrackId[]) => readonly TrackId[]) {
    return this.#change(id, (playlist) => {
      const trackIds = change(playlist.trackIds);
      if (trackIds.length > MOST_SONGS) throw new PlaylistFull(MOST_SONGS);
      return { ...playlist, trackIds };
    });
  }

  async #change(id: PlaylistId, change: (playlist: OwnPlaylist) => OwnPlaylist) {
    this.#refuseOthers(id);
    await this.#deps.store.change(id, change);
    return this.#changed(id);
  }

  #changed(id: PlaylistId): Playlist {
    this.#deps.events.publish({ type: 'playlists.changed' });
    return this.#deps.playlists.get(id);
  }

  #refuseOthers(id: PlaylistId): void {
    if (this.#deps.store.get(id) !== undefined) return;
    // Throws what is right for one that nobody knows.
    this.#deps.playlists.get(id);
    throw new PlaylistNotOwn(id);
  }
}
