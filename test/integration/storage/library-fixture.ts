import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

import { trackId, videoId, volumeId, type TrackId, type VideoId, type VolumeId } from '#contract/entities/ids';
import { fileId } from '#kernel/derive-id';
import type {
  AudioTags,
  FavouriteStore,
  FileKind,
  PlayLookup,
  ReadResult,
  VideoTags,
  WalkedFile,
} from '#library/ports';
import { openLibraryForReading, openLibraryForWriting } from '#storage/library/open-library';
import { memoryOwnPlaylists } from '#test/support/memory-own-playlists';
import { memorySpokenFolders } from '#test/support/memory-spoken-folders';

export const STICK = volumeId.parse('stick');
export const ALL = { isOnlineOnly: false };
export const FIRST_PAGE = { offset: 0, limit: 200 };

/** A file of a made-up stick: with tags it is read, without it is only walked. */
export interface FixtureFile {
  readonly path: string | Buffer;
  readonly kind?: FileKind;
  readonly tags?: AudioTags;
  readonly film?: VideoTags;
  readonly entries?: readonly string[];
  readonly unreadable?: string;
  readonly mtimeMs?: number;
}

export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'carputer-storage-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  });
  return folder;
}

/** Its writes are done when they return. */
export function memoryFavourites(): Omit<FavouriteStore, 'add' | 'remove'> & {
  add(id: TrackId): void;
  remove(id: TrackId): void;
} {
  const ids = new Set<TrackId>();
  return {
    has: (id) => ids.has(id),
    add: (id) => void ids.add(id),
    remove: (id) => void ids.delete(id),
    list: () => [...ids].reverse(),
  };
}

export const NO_PLAYS: PlayLookup = {
  playCount: () => 0,
  resumeMs: () => undefined,
  touchedAt: () => undefined,
  lastTouched: () => [],
  lastHeard: () => [],
};

/** As state.db would answer. */
function memoryPlays() {
  const counts = new Map<string, number>();
  const points = new Map<string, number>();
  const touched: (TrackId | VideoId)[] = [];
  return {
    ...{ counts, points, touched },
    playCount: (id: TrackId | VideoId) => counts.get(id) ?? 0,
    resumeMs: (id: TrackId | VideoId) => points.get(id),
    /** `touched` holds the last one at its end. */
    touchedAt: (id: TrackId | VideoId) => (touched.includes(id) ? touched.lastIndexOf(id) : undefined),
    lastTouched: () => touched.toReversed(),
    lastHeard: () => [],
  };
}

/** A library on disk with a writer as the scan worker has it and a reader as the service has it. */
export function openLibrary() {
  const folder = dataFolder();
  const favourites = memoryFavourites();
  const plays = memoryPlays();
  const ownPlaylists = memoryOwnPlaylists();
  const spokenFolders = memorySpokenFolders();
  const reader = openLibraryForReading(folder, { favourites, plays, ownPlaylists, spokenFolders });
  const writer = openLibraryForWriting(folder);
  onTestFinished(() => {
    writer.close();
    reader.close();
  });

  const walk = (files: readonly FixtureFile[], volume: VolumeId = STICK): void => {
    writer.store.begin(volume, volume.toUpperCase());
    writer.store.saveWalked(
      volume,
      files.map((file) => walked(file, volume)),
    );
  };
  const scan = (files: readonly FixtureFile[], volume: VolumeId = STICK): void => {
    walk(files, volume);
    writer.store.saveRead(
      volume,
      files.flatMap((file) => readResult(file, volume) ?? []),
    );
    writer.store.reconcile(volume);
  };
  const show = (...volumes: readonly (VolumeId | { id: VolumeId; isOnline: boolean })[]): void => {
    reader.volumes.setVisible(
      volumes.map((volume) => {
        const { id, isOnline } = typeof volume === 'string' ? { id: volume, isOnline: true } : volume;
        return { id, isOnline, mountPoint: Buffer.from(`/media/${id}`) };
      }),
    );
  };
  show(STICK);
  return { folder, reader, store: writer.store, favourites, ownPlaylists, spokenFolders, plays, walk, scan, show };
}

export function songId(path: string | Buffer, volume: VolumeId = STICK): TrackId {
  return trackId.parse(fileId(volume, Buffer.from(path)));
}

export function filmId(path: string | Buffer, volume: VolumeId = STICK): VideoId {
  return videoId.parse(fileId(volume, Buffer.from(path)));
}

export function walked(file: FixtureFile, volume: VolumeId = STICK): WalkedFile {
  const path = Buffer.from(file.path);
  return {
    id: fileId(volume, path),
    kind: kindOf(file),
    path,
    folder: path.subarray(0, Math.max(path.lastIndexOf('/'), 0)),
    sizeBytes: 1_000,
    mtimeMs: file.mtimeMs ?? 1_700_000_000_000.25,
  };
}

export function readResult(file: FixtureFile, volume: VolumeId = STICK): ReadResult | undefined {
  const id = fileId(volume, Buffer.from(file.path));
  if (file.unreadable !== undefined) return { id, kind: 'unreadable', reason: file.unreadable };
  if (file.tags !== undefined) return { id, kind: 'audio', tags: file.tags };
  if (file.film !== undefined) return { id, kind: 'video', tags: file.film };
  if (file.entries === undefined) return undefined;
  return { id, kind: 'playlist', name: '', entries: file.entries.map((entry) => Buffer.from(entry)) };
}

function kindOf(file: FixtureFile): FileKind {
  if (file.kind !== undefined) return file.kind;
  if (file.film !== undefined) return 'video';
  if (file.entries !== undefined) return 'playlist';
  return file.path.toString('latin1').endsWith('.jpg') ? 'image' : 'audio';
}
