import { trackId, type FolderId, type ZoneId } from '#contract/entities/ids';
import type { LetterEntry, SearchResult } from '#contract/routes-library';
import type { HandlersOf, ParsedRequestOf } from '#contract/routes';
import { AppError } from '#kernel/app-error';
import type { EventSink } from '#kernel/event-bus';
import { toPage, toWindow, type PageRequest } from '#library/browse/paging';
import type {
  AlbumCatalog,
  ArtistCatalog,
  FolderCatalog,
  FolderPlace,
  GenreCatalog,
  LetterCount,
  ListFilter,
  ListSlice,
  ListWindow,
  PlaylistCatalog,
  TrackCatalog,
  VideoCatalog,
} from '#library/browse/ports';
import type { FavouriteStore, PlayLookup, SpokenMarks } from '#library/ports';

export interface BrowseServiceDeps {
  readonly tracks: TrackCatalog;
  readonly albums: AlbumCatalog;
  readonly artists: ArtistCatalog;
  readonly genres: GenreCatalog;
  readonly folders: FolderCatalog;
  readonly playlists: PlaylistCatalog;
  readonly videos: VideoCatalog;
  readonly favourites: FavouriteStore;
  readonly plays: Pick<PlayLookup, 'lastHeard'>;
  readonly spokenFolders: SpokenMarks;
  readonly events: EventSink;
  /** What a zone for children may show; undefined for all others. */
  kidFolders(zoneId: ZoneId): readonly FolderId[] | undefined;
}

/** With fewer, a letter is taken for mistyped. */
const FEW_HITS = 3;

type BrowseRoutes = HandlersOf<
  | 'listTracks'
  | 'getTrack'
  | 'listAlbums'
  | 'getAlbum'
  | 'listArtists'
  | 'getArtist'
  | 'listGenres'
  | 'listPlaylists'
  | 'listPlaylistTracks'
  | 'listVideos'
  | 'listFolders'
  | 'setFolderSpoken'
  | 'listLetters'
  | 'search'
  | 'listFavourites'
  | 'addFavourite'
  | 'removeFavourite'
  | 'listRecentlyAdded'
  | 'listRecentlyPlayed'
>;

/** Films among them are left out later. */
const MOST_HEARD = 300;

/** Lists, letters, search and favourites: the routes through which screens look at the library. */
export class BrowseService implements BrowseRoutes {
  readonly #deps: BrowseServiceDeps;

  constructor(deps: BrowseServiceDeps) {
    this.#deps = deps;
  }

  readonly listTracks: BrowseRoutes['listTracks'] = (request) => {
    const { albumId, artistId, genre } = request;
    const filter = { ...this.#filter(request), albumId, artistId, genre };
    return paged(request, (window) => this.#deps.tracks.list(filter, window));
  };

  readonly getTrack: BrowseRoutes['getTrack'] = (request) => this.#deps.tracks.get(request.id, this.#within(request));

  readonly listAlbums: BrowseRoutes['listAlbums'] = (request) => {
    const filter = { ...this.#filter(request), artistId: request.artistId, genre: request.genre };
    return paged(request, (window) => this.#deps.albums.list(filter, window));
  };

  readonly getAlbum: BrowseRoutes['getAlbum'] = (request) => this.#deps.albums.get(request.id, this.#within(request));

  readonly listArtists: BrowseRoutes['listArtists'] = (request) =>
    paged(request, (window) => this.#deps.artists.list(this.#filter(request), window));

  readonly getArtist: BrowseRoutes['getArtist'] = (request) =>
    this.#deps.artists.get(request.id, this.#within(request));

  readonly listGenres: BrowseRoutes['listGenres'] = (request) =>
    paged(request, (window) => this.#deps.genres.list(this.#filter(request), window));

  readonly listPlaylists: BrowseRoutes['listPlaylists'] = (request) =>
    paged(request, (window) => this.#deps.playlists.list(this.#filter(request), window));

  readonly listPlaylistTracks: BrowseRoutes['listPlaylistTracks'] = (request) =>
    paged(request, (window) => this.#deps.playlists.tracks(request.id, window, this.#within(request)));

  readonly listVideos: BrowseRoutes['listVideos'] = (request) =>
    paged(request, (window) => {
      const { seriesId, folderId, isEpisode } = request;
      return this.#deps.videos.list({ ...this.#filter(request), seriesId, folderId, isEpisode }, window);
    });

  readonly listFolders: BrowseRoutes['listFolders'] = (request) =>
    paged(request, (window) => this.#deps.folders.list(toPlace(request), window, this.#within(request)));

  /** Nothing is kept that would be so without. */
  readonly setFolderSpoken: BrowseRoutes['setFolderSpoken'] = ({ id, isSpoken }) => {
    const { folders, spokenFolders, events } = this.#deps;
    const { volumeId } = folders.get(id);
    spokenFolders.drop(id);
    if (folders.get(id).isSpoken !== isSpoken) spokenFolders.keep(id, isSpoken);
    events.publish({ type: 'library.changed', volumeId });
    return { isSpoken };
  };

  readonly listLetters: BrowseRoutes['listLetters'] = (request) =>
    paged(request, ({ offset, limit }) => {
      const letters = withOffsets(this.#deps[request.of].letters(this.#filter(request)));
      return { items: letters.slice(offset, offset + limit), total: letters.length };
    });

  readonly search: BrowseRoutes['search'] = (request) => {
    const filter: ListFilter = { ...this.#filter(request), isBestFirst: true };
    const exact = this.#find(filter, request.limit);
    const found = Object.values(exact).reduce((sum, hits: readonly unknown[]) => sum + hits.length, 0);
    const isEnough = found >= Math.min(FEW_HITS, request.limit);
    return isEnough ? exact : withOthers(exact, this.#find({ ...filter, isForgiving: true }, request.limit));
  };

  readonly listFavourites: BrowseRoutes['listFavourites'] = (request) =>
    paged(request, (window) => this.#deps.tracks.pick(this.#deps.favourites.list(), window, this.#within(request)));

  readonly addFavourite: BrowseRoutes['addFavourite'] = async ({ id, ...request }) => {
    this.#deps.tracks.get(id, this.#within(request));
    if (!this.#deps.favourites.has(id)) {
      await this.#deps.favourites.add(id);
      this.#deps.events.publish({ type: 'favourites.changed' });
    }
    return { isFavourite: true };
  };

  readonly removeFavourite: BrowseRoutes['removeFavourite'] = async ({ id, ...request }) => {
    const within = this.#within(request);
    if (within !== undefined) this.#deps.tracks.get(id, within);
    if (this.#deps.favourites.has(id)) {
      await this.#deps.favourites.remove(id);
      this.#deps.events.publish({ type: 'favourites.changed' });
    }
    return { isFavourite: false };
  };

  readonly listRecentlyAdded: BrowseRoutes['listRecentlyAdded'] = (request) =>
    paged(request, (window) =>
      this.#deps.albums.recent(window, { volumeId: request.volumeId, within: this.#within(request) }),
    );

  readonly listRecentlyPlayed: BrowseRoutes['listRecentlyPlayed'] = (request) =>
    paged(request, (window) => {
      const within = this.#within(request);
      // Of children's songs there may be few among the last ones of all.
      const most = within === undefined ? MOST_HEARD : Infinity;
      const heard = this.#deps.plays.lastHeard(most).map((id) => trackId.parse(id));
      return this.#deps.tracks.pick(heard, window, within);
    });

  #find(filter: ListFilter, limit: number): SearchResult {
    const window = { offset: 0, limit };
    const { tracks, albums, artists, videos, playlists } = this.#deps;
    return {
      tracks: tracks.list(filter, window).items,
      albums: albums.list(filter, window).items,
      artists: artists.list(filter, window).items,
      videos: videos.list(filter, window).items,
      playlists: playlists.list(filter, window).items,
    };
  }

  #filter(request: FilterRequest): ListFilter {
    const { q, letter, volumeId, isOnline } = request;
    const words = q === '' ? undefined : q;
    return { words, letter, volumeId, isOnlineOnly: isOnline ?? false, within: this.#within(request) };
  }

  #within({ zoneId }: FilterRequest): readonly FolderId[] | undefined {
    return zoneId === undefined ? undefined : this.#deps.kidFolders(zoneId);
  }
}

/** What was found as typed goes first. */
function withOthers(exact: SearchResult, near: SearchResult): SearchResult {
  const joined = <Item extends { readonly id: string }>(first: readonly Item[], then: readonly Item[]): Item[] => {
    const known = new Set(first.map(({ id }) => id));
    return [...first, ...then.filter(({ id }) => !known.has(id))].slice(0, Math.max(first.length, then.length));
  };
  return {
    tracks: joined(exact.tracks, near.tracks),
    albums: joined(exact.albums, near.albums),
    artists: joined(exact.artists, near.artists),
    videos: joined(exact.videos, near.videos),
    playlists: joined(exact.playlists, near.playlists),
  };
}

function paged<Item>(request: PageRequest, read: (window: ListWindow) => ListSlice<Item>) {
  const window = toWindow(request);
  return toPage(read(window), window);
}

interface FilterRequest {
  readonly q?: string | undefined;
  readonly letter?: string | undefined;
  readonly volumeId?: ListFilter['volumeId'];
  readonly isOnline?: boolean | undefined;
  readonly zoneId?: ZoneId | undefined;
}

class PathWithoutVolume extends AppError {
  readonly code = 'bad_request';
  constructor(path: string) {
    super('A path is one of a volume: name it with volumeId', { path });
  }
}

function toPlace({ folderId, volumeId, path }: ParsedRequestOf<'listFolders'>): FolderPlace {
  if (path !== undefined && volumeId === undefined) throw new PathWithoutVolume(path);
  if (folderId !== undefined) return { kind: 'folder', folderId };
  return volumeId === undefined ? { kind: 'volumes' } : { kind: 'path', volumeId, path: path ?? '' };
}

function withOffsets(letters: readonly LetterCount[]): LetterEntry[] {
  let offset = 0;
  return letters.map(({ letter, count }) => {
    const entry = { letter, offset, count };
    offset += count;
    return entry;
  });
}
