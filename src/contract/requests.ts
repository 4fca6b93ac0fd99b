import { z } from 'zod';

import { albumId, artistId, folderId, playlistId, seriesId, trackId, videoId, volumeId } from '#contract/entities/ids';

export const sourceFields = {
  trackId: trackId.optional(),
  videoId: videoId.optional(),
  seriesId: seriesId.optional(),
  albumId: albumId.optional(),
  artistId: artistId.optional(),
  genre: z.string().max(200).optional(),
  playlistId: playlistId.optional(),
  folderId: folderId.optional(),
  volumeId: volumeId.optional(),
  /** With `volumeId`: a file or a folder of that volume, as other answers show it; '' is the whole volume. */
  path: z.string().max(8192).optional(),
};

const SOURCE_KEYS = [
  'trackId',
  'videoId',
  'seriesId',
  'albumId',
  'artistId',
  'genre',
  'playlistId',
  'folderId',
  'volumeId',
] as const;

function namesOneSource(body: Readonly<Record<string, unknown>>): boolean {
  const given = SOURCE_KEYS.filter((key) => body[key] !== undefined);
  return given.length === 1 && (body['path'] === undefined || given[0] === 'volumeId');
}

const ONE_SOURCE = `name exactly one of ${SOURCE_KEYS.join(', ')} (path only with volumeId)`;

/**
 * What to play, with the list around it: `trackId` alone plays that track within its album (or folder), `videoId` an
 * episode within its series, `seriesId` goes on with the series; `startAt` is the id of the
 * item to start with, or its place in the list (0 is the first). A film or a long recording goes on where it was left,
 * unless `fromStart` says otherwise.
 */
export const playFields = {
  ...sourceFields,
  startAt: z.union([z.number().int().min(0), z.string().max(64)]).optional(),
  shuffle: z.boolean().optional(),
  fromStart: z.boolean().optional(),
};

export const queueFields = { ...sourceFields, where: z.enum(['next', 'last']).default('last') };

/** A strict object that names exactly one thing to play; `params` are the path's parameters. */
export function withOneSource<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape).refine(namesOneSource, ONE_SOURCE);
}

/** One thing that can be played, or put into a queue. */
export type PlaySource =
  | { readonly kind: 'track'; readonly trackId: z.infer<typeof trackId> }
  | { readonly kind: 'video'; readonly videoId: z.infer<typeof videoId> }
  | { readonly kind: 'series'; readonly seriesId: z.infer<typeof seriesId> }
  | { readonly kind: 'album'; readonly albumId: z.infer<typeof albumId> }
  | { readonly kind: 'artist'; readonly artistId: z.infer<typeof artistId> }
  | { readonly kind: 'genre'; readonly genre: string }
  | { readonly kind: 'playlist'; readonly playlistId: z.infer<typeof playlistId> }
  | { readonly kind: 'folder'; readonly folderId: z.infer<typeof folderId> }
  | { readonly kind: 'path'; readonly volumeId: z.infer<typeof volumeId>; readonly path: string };

type SourceRequest = z.infer<z.ZodObject<typeof sourceFields>>;

/** The one source that a parsed request names; the schema has made sure that there is one. */
export function playSourceOf(body: SourceRequest): PlaySource | undefined {
  if (body.trackId !== undefined) return { kind: 'track', trackId: body.trackId };
  if (body.videoId !== undefined) return { kind: 'video', videoId: body.videoId };
  if (body.seriesId !== undefined) return { kind: 'series', seriesId: body.seriesId };
  if (body.albumId !== undefined) return { kind: 'album', albumId: body.albumId };
  if (body.artistId !== undefined) return { kind: 'artist', artistId: body.artistId };
  if (body.genre !== undefined) return { kind: 'genre', genre: body.genre };
  if (body.playlistId !== undefined) return { kind: 'playlist', playlistId: body.playlistId };
  if (body.folderId !== undefined) return { kind: 'folder', folderId: body.folderId };
  if (body.volumeId !== undefined) return { kind: 'path', volumeId: body.volumeId, path: body.path ?? '' };
  return undefined;
}
