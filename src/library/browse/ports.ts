import type { Album, Artist, Genre } from '#contract/entities/album';
import type { FilmFolder } from '#contract/entities/film-folder';
import type { FolderItem } from '#contract/entities/folder';
import type {
  AlbumId,
  ArtistId,
  FolderId,
  PlaylistId,
  SeriesId,
  TrackId,
  VideoId,
  VolumeId,
} from '#contract/entities/ids';
import type { Playlist } from '#contract/entities/playlist';
import type { Series } from '#contract/entities/series';
import type { Track } from '#contract/entities/track';
import type { Video } from '#contract/entities/video';

// What browsing needs of the index. Only volumes that may be shown are ever answered with; unknown ids throw the
// AppError of what was not found. `within` are folders: what has nothing to do with what stands in them, or below them, is
// not found either.

export interface ListWindow {
  readonly offset: number;
  readonly limit: number;
}

/** A part of a list and the length of the whole list under the same filter. */
export interface ListSlice<Item> {
  readonly items: Item[];
  readonly total: number;
}

export interface ListFilter {
  /** Words, each from its beginning, in any order. */
  readonly words?: string | undefined;
  readonly letter?: string | undefined;
  readonly volumeId?: VolumeId | undefined;
  readonly isOnlineOnly: boolean;
  /** One letter of each word may be wrong. */
  readonly isForgiving?: boolean;
  /** Only what stands in these folders, or below them. */
  readonly within?: readonly FolderId[] | undefined;
  /** What begins with the words comes first. */
  readonly isBestFirst?: boolean;
}

export interface AlbumFilter extends ListFilter {
  readonly artistId?: ArtistId | undefined;
  readonly genre?: string | undefined;
}

export interface TrackFilter extends AlbumFilter {
  readonly albumId?: AlbumId | undefined;
}

export interface LetterCount {
  readonly letter: string;
  readonly count: number;
}

interface Catalog<Item, Filter extends ListFilter = ListFilter> {
  list(filter: Filter, window: ListWindow): ListSlice<Item>;
}

interface LetteredCatalog<Item, Filter extends ListFilter = ListFilter> extends Catalog<Item, Filter> {
  /** In the order of the list. */
  letters(filter: Filter): readonly LetterCount[];
}

export interface TrackCatalog extends LetteredCatalog<Track, TrackFilter> {
  get(id: TrackId, within?: readonly FolderId[]): Track;
  /** In the order given; those that cannot be shown are left out, before the window is laid. */
  pick(ids: readonly TrackId[], window: ListWindow, within?: readonly FolderId[]): ListSlice<Track>;
}

export type RecentFilter = Pick<ListFilter, 'volumeId' | 'within'>;

export interface AlbumCatalog extends LetteredCatalog<Album, AlbumFilter> {
  /** Of the sticks that are in, or of one: those with the newest files first; not all. */
  recent(window: ListWindow, filter?: RecentFilter): ListSlice<Album>;
  get(id: AlbumId, within?: readonly FolderId[]): Album;
}

export interface ArtistCatalog extends LetteredCatalog<Artist> {
  get(id: ArtistId, within?: readonly FolderId[]): Artist;
}

export type GenreCatalog = Catalog<Genre>;

export interface FilmFilter extends ListFilter {
  /** Its episodes, in order. */
  readonly seriesId?: SeriesId | undefined;
  /** What stands in it, in the order of its files. */
  readonly folderId?: FolderId | undefined;
  readonly isEpisode?: boolean | undefined;
}

/** Which of picked films may be shown. */
export type FilmChoice = Pick<ListFilter, 'isOnlineOnly' | 'within'>;

export interface VideoCatalog extends LetteredCatalog<Video, FilmFilter> {
  /** In the order given; those that cannot be shown are left out, before the window is laid. */
  pick(ids: readonly VideoId[], window: ListWindow, choice: FilmChoice): ListSlice<Video>;
}

export interface FilmFolderCatalog {
  /** By name. */
  list(choice: FilmChoice, window: ListWindow): ListSlice<FilmFolder>;
}

export interface SeriesCatalog {
  /** By title. */
  list(choice: FilmChoice, window: ListWindow): ListSlice<Series>;
  get(id: SeriesId, choice: FilmChoice): Series;
}

export interface PlaylistCatalog extends Catalog<Playlist> {
  get(id: PlaylistId, within?: readonly FolderId[]): Playlist;
  tracks(id: PlaylistId, window: ListWindow, within?: readonly FolderId[]): ListSlice<Track>;
}

/** Where a listing stands: the empty place holds the volumes that are in. */
export type FolderPlace =
  | { readonly kind: 'volumes' }
  | { readonly kind: 'folder'; readonly folderId: FolderId }
  | { readonly kind: 'path'; readonly volumeId: VolumeId; readonly path: string };

export interface FolderCatalog {
  list(place: FolderPlace, window: ListWindow, within?: readonly FolderId[]): ListSlice<FolderItem>;
  /** `isSpoken`: what lies in it is taken for spoken word, as things stand. */
  get(id: FolderId): { readonly volumeId: VolumeId; readonly isSpoken: boolean };
}
