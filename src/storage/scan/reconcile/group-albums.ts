import { albumFolder } from '#storage/scan/reconcile/disc-folder';
import { foldText } from '#storage/text/fold-text';

/** A song as far as albums depend on it. `folder` is the latin1 text of the path's bytes. */
export interface AlbumTrack {
  readonly key: number;
  readonly folder: string;
  readonly fileSortKey: string;
  readonly artist: string | null;
  readonly album: string | null;
  readonly albumArtist: string | null;
  /** Where these stand in lists, if the tag says so. */
  readonly artistSort: string | null;
  readonly albumSort: string | null;
  readonly albumArtistSort: string | null;
  readonly isCompilation: number;
  readonly trackNumber: number | null;
  readonly discNumber: number | null;
}

export interface AlbumGroup<Track extends AlbumTrack> {
  /** The same for the same album at every scan: its id is made of this. */
  readonly identity: string;
  readonly title: string;
  /** Null for a compilation of several artists. */
  readonly albumArtist: string | null;
  readonly titleSort: string | undefined;
  readonly albumArtistSort: string | undefined;
  readonly isCompilation: boolean;
  readonly discCount: number;
  /** By disc, number, then name. */
  readonly tracks: readonly Track[];
}

const VARIOUS = new Set([
  'various artists',
  'various',
  'va',
  'v.a.',
  'v/a',
  'diverse',
  'verschiedene',
  'verschiedene interpreten',
  'varios artistas',
  'artistes divers',
]);

/** Says of each song which album it belongs to; it remembers words, of which the songs of a volume share many. */
export class AlbumGrouping<Track extends AlbumTrack> {
  readonly #fold = remembering(foldText);
  readonly #folderOf = remembering(albumFolder);

  /**
   * Album title and album artist make an album; else the compilation flag; else the folder, its discs taken as one.
   * Undefined for a song without album.
   */
  identityOf(track: Pick<AlbumTrack, 'folder' | 'album' | 'albumArtist' | 'isCompilation'>): string | undefined {
    return track.album === null ? undefined : identityOf(track, track.album, this.#fold, this.#folderOf);
  }

  /** `members` are all the songs with this identity. */
  albumOf(identity: string, members: readonly Track[]): AlbumGroup<Track> {
    return toAlbum(identity, members, this.#fold, this.#folderOf);
  }
}

type Fold = (text: string) => string;
type FolderOf = typeof albumFolder;

function identityOf(
  track: Pick<AlbumTrack, 'folder' | 'albumArtist' | 'isCompilation'>,
  album: string,
  fold: Fold,
  folderOf: FolderOf,
): string {
  const title = fold(album);
  const artist = fold(track.albumArtist ?? '');
  if (track.isCompilation === 1 && (artist === '' || VARIOUS.has(artist))) return `various\0${title}`;
  if (VARIOUS.has(artist)) return `various\0${title}`;
  if (artist !== '') return `artist\0${title}\0${artist}`;
  return `folder\0${title}\0${folderOf(track.folder).folder}`;
}

function toAlbum<Track extends AlbumTrack>(
  identity: string,
  members: readonly Track[],
  fold: Fold,
  folderOf: FolderOf,
): AlbumGroup<Track> {
  const discOf = (track: Track): number => track.discNumber ?? folderOf(track.folder).discNumber ?? 1;
  const artists = new Set(members.map((track) => fold(track.artist ?? '')));
  const named = identity.startsWith('artist\0');
  const isCompilation = !named && (identity.startsWith('various\0') ? artists.size !== 1 : artists.size > 1);
  const artist = members.map((track) => (named ? track.albumArtist : track.artist));
  const artistSort = members.map((track) => (named ? track.albumArtistSort : track.artistSort));
  return {
    identity,
    title: mostFrequent(members.map((track) => track.album)) ?? '',
    albumArtist: isCompilation ? null : (mostFrequent(artist) ?? null),
    titleSort: mostFrequent(members.map((track) => track.albumSort)),
    albumArtistSort: isCompilation ? undefined : mostFrequent(artistSort),
    isCompilation,
    discCount: new Set(members.map(discOf)).size,
    tracks: members.toSorted(
      (a, b) =>
        discOf(a) - discOf(b) ||
        (a.trackNumber ?? Infinity) - (b.trackNumber ?? Infinity) || // NaN, so 0, where both have none
        compare(a.folder, b.folder) ||
        compare(a.fileSortKey, b.fileSortKey) ||
        a.key - b.key,
    ),
  };
}

/** The value given most often; of equally frequent ones the first in order, so that scans agree. */
export function mostFrequent<Value extends string | number>(values: readonly (Value | null)[]): Value | undefined {
  const counts = new Map<Value, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return mostCounted(counts);
}

export function mostCounted<Value extends string | number>(counts: ReadonlyMap<Value, number>): Value | undefined {
  let best: Value | undefined;
  for (const [value, count] of counts) {
    const bestCount = best === undefined ? 0 : (counts.get(best) ?? 0);
    if (count > bestCount || (count === bestCount && best !== undefined && value < best)) best = value;
  }
  return best;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Songs of an album share their words: each is worked out once. */
function remembering<Result>(make: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const result = known.get(text) ?? make(text);
    known.set(text, result);
    return result;
  };
}
