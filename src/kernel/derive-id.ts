import { hash } from 'node:crypto';

import {
  albumId as albumIdSchema,
  artistId as artistIdSchema,
  folderId as folderIdSchema,
  genreId as genreIdSchema,
  seriesId as seriesIdSchema,
  type AlbumId,
  type ArtistId,
  type FolderId,
  type GenreId,
  type SeriesId,
  type VolumeId,
} from '#contract/entities/ids';

/** Of a song, film or playlist file alike; `path` is relative to the volume. */
export function fileId(volumeId: VolumeId, path: Buffer): string {
  return derive('f', volumeId, path);
}

/** Of a song that a cue sheet makes of a part of the file at `path`; no path holds a NUL, so none has the same. */
export function sheetSongId(volumeId: VolumeId, path: Buffer, number: number): string {
  return derive('f', volumeId, Buffer.concat([path, Buffer.from(`\0${number}`)]));
}

/** `path` is relative to the volume; empty for its root. */
export function folderId(volumeId: VolumeId, path: Buffer): FolderId {
  return folderIdSchema.parse(derive('d', volumeId, path));
}

/** `key` is what makes tracks of a volume one album; it never contains what a rescan would change by itself. */
export function albumId(volumeId: VolumeId, key: string): AlbumId {
  return albumIdSchema.parse(derive('l', volumeId, Buffer.from(key)));
}

/** One artist over all volumes; `foldedName` as the library's text folding gives it. */
export function artistId(foldedName: string): ArtistId {
  return artistIdSchema.parse(derive('a', foldedName));
}

export function genreId(foldedName: string): GenreId {
  return genreIdSchema.parse(derive('g', foldedName));
}

/** One series over all volumes; `key` is the same for all spellings of its name. */
export function seriesId(key: string): SeriesId {
  return seriesIdSchema.parse(derive('e', key));
}

const ID_LENGTH = 22;

/** 132 bits of SHA-256 behind a letter for the kind. Favourites and queues hold these: a change orphans them all. */
function derive(kind: string, scope: string, rest: Buffer = Buffer.alloc(0)): string {
  const digest = hash('sha256', Buffer.concat([Buffer.from(`${kind}\0${scope}\0`), rest]), 'base64url');
  return kind + digest.slice(0, ID_LENGTH);
}
