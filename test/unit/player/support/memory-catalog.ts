import {
  folderId,
  trackId,
  videoId,
  volumeId,
  type AlbumId,
  type FolderId,
  type VolumeId,
} from '#contract/entities/ids';
import type { Playable } from '#contract/entities/zone';
import { isSpoken } from '#kernel/is-spoken';
import { NothingToPlay } from '#player/errors';
import type { Clip } from '#player/engine-port';
import type { ItemId, ItemRef, Loudness, PlayableCatalog } from '#player/ports';

export const STICK = volumeId.parse('stick');
export const OTHER_STICK = volumeId.parse('other');

export interface CatalogItem extends ItemRef {
  readonly path: Buffer;
  readonly folder: string;
  readonly clip?: Clip;
  readonly albumId?: AlbumId;
  readonly loudness?: Loudness | undefined;
  readonly genres?: string;
  readonly durationMs?: number;
}

export function song(name: string, path = Buffer.from(`/stick/${name}`), volume: VolumeId = STICK): CatalogItem {
  return { id: trackId.parse(name), kind: 'track', volumeId: volume, path, folder: name.split('.')[0] ?? '' };
}

export function film(name: string, path = Buffer.from(`/stick/${name}`)): CatalogItem {
  return { id: videoId.parse(name), kind: 'video', volumeId: STICK, path, folder: 'films' };
}

/** An index in memory: a source of any kind gives all items of a volume, a track gives them with its own place. */
export class MemoryCatalog implements PlayableCatalog {
  readonly items = new Map<ItemId, CatalogItem>();
  readonly offline = new Set<VolumeId>();

  constructor(items: readonly CatalogItem[]) {
    for (const item of items) this.items.set(item.id, item);
  }

  locate(id: ItemId): Buffer | undefined {
    const item = this.items.get(id);
    return item && this.isOnline(item.volumeId) ? item.path : undefined;
  }

  clipOf(id: ItemId): Clip | undefined {
    return this.items.get(id)?.clip;
  }

  loudnessOf(id: ItemId): Loudness | undefined {
    return this.items.get(id)?.loudness;
  }

  describe(ids: readonly ItemId[]): ReadonlyMap<ItemId, Playable> {
    const found = ids.flatMap((id) => this.items.get(id) ?? []);
    return new Map(found.map((item) => [item.id, described(item)]));
  }

  resolve: PlayableCatalog['resolve'] = (source) => {
    const all = [...this.items.values()];
    if (source.kind === 'track') return found(all, source.trackId);
    if (source.kind === 'video') return found(all, source.videoId);
    if (source.kind === 'path')
      return { items: all.filter((item) => item.volumeId === source.volumeId), startIndex: 0 };
    return { items: all, startIndex: 0 };
  };

  folderOf(id: ItemId): string | undefined {
    return this.items.get(id)?.folder;
  }

  foldersAbove(id: ItemId): FolderId[] {
    const folder = this.items.get(id)?.folder;
    return folder === undefined ? [] : [folderId.parse(folder)];
  }

  /** Their labels are their ids in capitals. */
  sticksIn(): { id: VolumeId; label: string }[] {
    const ids = new Set([...this.items.values()].map(({ volumeId: id }) => id));
    return [...ids].filter((id) => this.isOnline(id)).map((id) => ({ id, label: id.toUpperCase() }));
  }

  isOnline(id: VolumeId): boolean {
    return !this.offline.has(id);
  }
}

function found(items: readonly CatalogItem[], id: ItemId) {
  const startIndex = items.findIndex((item) => item.id === id);
  if (startIndex === -1) throw new NothingToPlay();
  return { items, startIndex };
}

function described(item: CatalogItem): Playable {
  const { id, kind, volumeId: volume, path: bytes, albumId, genres, durationMs = null } = item;
  const path = bytes.toString();
  return {
    id,
    kind,
    volumeId: volume,
    title: `Title of ${id}`,
    artist: null,
    album: null,
    albumId: albumId ?? null,
    path,
    artworkId: null,
    durationMs,
    episode: null,
    isSpoken: isSpoken({ kind, path, durationMs, genres: genres ?? null, isMarked: undefined }),
  };
}
