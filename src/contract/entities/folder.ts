import { z } from 'zod';

import { artworkId, folderId, playlistId, trackId, videoId, volumeId } from '#contract/entities/ids';

const shown = { name: z.string(), path: z.string(), volumeId, isOnline: z.boolean() };

/** What stands in a folder, in natural order, folders first. Volumes are the folders of the empty place. */
export const folderItem = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('folder'),
    id: folderId,
    ...shown,
    itemCount: z.number().int(),
    /** Songs in it are taken for spoken word: it, or one above, is called so, or somebody said so. */
    isSpoken: z.boolean(),
  }),
  z.object({
    kind: z.literal('track'),
    id: trackId,
    ...shown,
    title: z.string(),
    artist: z.string().nullable(),
    durationMs: z.number().int().nullable(),
    artworkId: artworkId.nullable(),
  }),
  z.object({
    kind: z.literal('video'),
    id: videoId,
    ...shown,
    durationMs: z.number().int().nullable(),
    artworkId: artworkId.nullable(),
  }),
  z.object({ kind: z.literal('playlist'), id: playlistId, ...shown }),
]);

export type FolderItem = z.infer<typeof folderItem>;
