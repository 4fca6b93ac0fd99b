import {
  playlistId,
  trackId,
  videoId,
  type FolderId,
  type PlaylistId,
  type SeriesId,
  type TrackId,
  type VideoId,
  type VolumeId,
} from '#contract/entities/ids';
import type { Playable } from '#contract/entities/zone';
import type { PlaySource } from '#contract/requests';
import { folderId as deriveFolderId } from '#kernel/derive-id';
import { isSpoken } from '#kernel/is-spoken';
import type { Clip } from '#player/engine-port';
import type { SpokenMarks } from '#library/ports';
import type { ItemId, ItemRef, Loudness, PlayableCatalog } from '#player/ports';
import { episodeAt } from '#storage/library/episode-row';
import { LastKnown } from '#storage/library/last-known';
import { LoudnessReader } from '#storage/library/loudness-reader';
import {
  FolderNotFound,
  NothingToPlay,
  SeriesNotFound,
  VolumeNotFound,
  VolumeOffline,
} from '#storage/library/not-found';
import { PathFinder } from '#storage/library/path-finder';
import { goingOn, type SeriesShelf, type ShelvedEpisode } from '#storage/library/series-shelf';
import { SourceReader } from '#storage/library/source-reader';
import { foldersAbove, markAround } from '#storage/library/spoken-places';
import type { VisibleVolumes } from '#storage/library/visible-volumes';
import { isSqliteError, type Db } from '#storage/sqlite/db';

const SLASH = Buffer.from('/');

export interface PlayableRepositoryDeps {
  readonly db: Db;
  readonly visible: VisibleVolumes;
  readonly shelf: SeriesShelf;
  readonly playlists: { trackIds(id: PlaylistId): readonly TrackId[] };
  readonly spokenFolders: SpokenMarks;
}

/** Of a queue that is made, so many are remembered at once; the others when their turn comes. */
const MOST_REMEMBERED = 2_000;

interface Place {
  readonly id: string;
  readonly volumeId: VolumeId;
  readonly path: Buffer;
  readonly folderId: FolderId;
  readonly isPresent: number;
  readonly startMs: number | null;
  readonly endMs: number | null;
}

interface Described extends Omit<Playable, 'episode' | 'isSpoken'> {
  readonly bytes: Buffer;
  readonly genres: string | null;
}

interface Resolved {
  readonly items: readonly ItemRef[];
  readonly startId?: string;
}

/** What the player asks of the index: where things are, what they are called, and what belongs to a source. */
export class PlayableRepository implements PlayableCatalog {
  readonly #deps: PlayableRepositoryDeps;
  readonly #sources: SourceReader;
  readonly #paths: PathFinder;
  readonly #places;
  readonly #describe;
  readonly #loudness: LoudnessReader;
  readonly #knownPlaces = new LastKnown<Place>();
  readonly #knownItems = new LastKnown<Playable>();
  readonly #knownLoudness = new LastKnown<Loudness>();

  constructor(deps: PlayableRepositoryDeps) {
    this.#deps = deps;
    this.#sources = new SourceReader(deps.db);
    this.#paths = new PathFinder(deps.db);
    this.#loudness = new LoudnessReader(deps.db);
    this.#places = deps.db.prepare<{ ids: string }, Place>(`
      SELECT f.id, f.volume_id AS volumeId, f.path, f.folder_id AS folderId, f.is_present AS isPresent,
             t.start_ms AS startMs, t.end_ms AS endMs
        FROM json_each(:ids) wanted JOIN file f ON f.id = wanted.value LEFT JOIN track t ON t.key = f.key`);
    this.#describe = deps.db.prepare<{ ids: string }, Described>(`
      SELECT f.id, CASE f.kind WHEN 'audio' THEN 'track' ELSE 'video' END AS kind, coalesce(t.title, m.title) AS title,
             t.artist, t.album, t.album_id AS albumId, f.path_shown AS path, f.path AS bytes, f.volume_id AS volumeId,
             coalesce(al.artwork_id, t.artwork_id, m.artwork_id) AS artworkId,
             coalesce(t.duration_ms, m.duration_ms) AS durationMs,
             (SELECT group_concat(g.name, '; ') FROM track_genre tg JOIN genre g ON g.key = tg.genre_key
               WHERE tg.track_key = t.key) AS genres
        FROM json_each(:ids) wanted JOIN file f ON f.id = wanted.value
        LEFT JOIN track t ON t.key = f.key
        LEFT JOIN album al ON al.id = t.album_id
        LEFT JOIN video m ON m.key = f.key
       WHERE f.kind IN ('audio', 'video')`);
  }

  locate(id: ItemId): Buffer | undefined {
    const place = this.#placeOf(id);
    if (place?.isPresent !== 1) return undefined;
    const mountPoint = this.#deps.visible.mountPoint(place.volumeId);
    return mountPoint && Buffer.concat([mountPoint, SLASH, place.path]);
  }

  clipOf(id: ItemId): Clip | undefined {
    const { startMs = null, endMs = null } = this.#placeOf(id) ?? {};
    return startMs === null ? undefined : { startMs, endMs: endMs ?? undefined };
  }

  loudnessOf(id: ItemId): Loudness | undefined {
    return this.#knownLoudness.get(id, () => this.#loudness.of(id));
  }

  describe(ids: readonly ItemId[]): ReadonlyMap<ItemId, Playable> {
    try {
      const items = this.#describe.all({ ids: JSON.stringify(ids) }).map((row) => this.#toPlayable(row));
      for (const item of items) this.#knownItems.keep(item.id, item);
      return new Map(items.map((item) => [item.id, item]));
    } catch (error) {
      if (!isSqliteError(error)) throw error;
      const items = ids.flatMap((id) => this.#knownItems.last(id) ?? []);
      return new Map(items.map((item) => [item.id, item]));
    }
  }

  resolve(source: PlaySource): { readonly items: readonly ItemRef[]; readonly startIndex: number } {
    const { items, startId } = this.#read(source);
    if (items.length === 0) throw new NothingToPlay({ ...source });

    const start = items.find((item) => item.id === startId) ?? items[0];
    const online = this.#online(items);
    const isStartOut = startId !== undefined && start !== undefined && !this.isOnline(start.volumeId);
    if (online.length === 0 || isStartOut) throw new VolumeOffline(start?.volumeId ?? '');
    const remembered = online.slice(0, MOST_REMEMBERED).map((item) => item.id);
    for (const place of this.#places.all({ ids: JSON.stringify(remembered) })) this.#knownPlaces.keep(place.id, place);
    return {
      items: online,
      startIndex: Math.max(
        online.findIndex((item) => item.id === startId),
        0,
      ),
    };
  }

  folderOf(id: ItemId): string | undefined {
    return this.#placeOf(id)?.folderId;
  }

  foldersAbove(id: ItemId): readonly FolderId[] {
    const place = this.#placeOf(id);
    if (!place) return [];
    return foldersAbove(place.volumeId, place.path);
  }

  /** The songs that stand in a folder now, or below it; none where there is no such folder. */
  songsBelow(id: FolderId): readonly TrackId[] {
    try {
      return this.#sources.below(id).flatMap((item) => (item.kind === 'track' ? [trackId.parse(item.id)] : []));
    } catch (error) {
      if (error instanceof FolderNotFound) return [];
      throw error;
    }
  }

  isOnline(volumeId: VolumeId): boolean {
    return this.#deps.visible.isOnline(volumeId);
  }

  /** The same list where all of it is there: a queue may be a whole stick. */
  #online(items: readonly ItemRef[]): readonly ItemRef[] {
    const out = new Set<VolumeId>();
    let last: VolumeId | undefined;
    for (const { volumeId } of items) {
      if (volumeId !== last && !this.isOnline(volumeId)) out.add(volumeId);
      last = volumeId;
    }
    return out.size === 0 ? items : items.filter((item) => !out.has(item.volumeId));
  }

  #toPlayable({ genres, bytes, ...item }: Described): Playable {
    const { kind, path, durationMs, volumeId } = item;
    const isMarked = kind === 'track' ? markAround(this.#deps.spokenFolders, volumeId, bytes) : undefined;
    const episode = kind === 'video' ? episodeAt(path) : null;
    return { ...item, episode, isSpoken: isSpoken({ kind, path, durationMs, genres, isMarked }) };
  }

  #placeOf(id: ItemId): Place | undefined {
    return this.#knownPlaces.get(id, () => this.#places.get({ ids: JSON.stringify([id]) }));
  }

  #read(source: PlaySource): Resolved {
    switch (source.kind) {
      case 'track':
        return { items: this.#sources.around(source.trackId), startId: source.trackId };
      case 'video':
        return this.#film(source.videoId);
      case 'series':
        return this.#series(source.seriesId);
      case 'album':
        return { items: this.#sources.album(source.albumId) };
      case 'artist':
        return { items: this.#sources.artist(source.artistId) };
      case 'genre':
        return { items: this.#sources.genre(source.genre) };
      case 'playlist':
        return { items: this.#playlist(source.playlistId) };
      case 'folder':
        return { items: this.#sources.below(source.folderId) };
      case 'path':
        return this.#path(source.volumeId, source.path);
    }
  }

  /** An episode has those of its series around it. */
  #film(id: VideoId): Resolved {
    const film = this.#sources.film(id);
    const episodes = this.#deps.shelf.around(id);
    return episodes ? { items: episodes.map(toItem), startId: id } : { items: film };
  }

  #series(id: SeriesId): Resolved {
    const series = this.#deps.shelf.get(id, { isOnlineOnly: false });
    if (!series) throw new SeriesNotFound(id);
    const { episodes, next } = goingOn(series);
    const isNextIn = next && this.isOnline(next.volumeId);
    return { items: episodes.map(toItem), ...(isNextIn && { startId: next.id }) };
  }

  #playlist(id: PlaylistId): readonly ItemRef[] {
    return this.#sources.songs(this.#deps.playlists.trackIds(id));
  }

  #path(volumeId: VolumeId, path: string): Resolved {
    if (!this.#deps.visible.has(volumeId)) throw new VolumeNotFound(volumeId);
    if (path === '') return { items: this.#sources.below(deriveFolderId(volumeId, Buffer.alloc(0))) };

    const file = this.#paths.file(volumeId, path);
    switch (file?.kind) {
      case 'audio':
        return { items: this.#sources.inside(file.folderId), startId: file.id };
      case 'video':
        return this.#film(videoId.parse(file.id));
      case 'playlist':
        return { items: this.#playlist(playlistId.parse(file.id)) };
      case undefined:
        return { items: this.#below(volumeId, path) };
    }
  }

  #below(volumeId: VolumeId, path: string): readonly ItemRef[] {
    const folder = this.#paths.folder(volumeId, path);
    if (folder === undefined) throw new FolderNotFound(path);
    return this.#sources.below(folder.id);
  }
}

function toItem({ id, volumeId }: ShelvedEpisode): ItemRef {
  return { id, kind: 'video', volumeId };
}
