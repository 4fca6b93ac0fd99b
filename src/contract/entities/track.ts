import { z } from 'zod';

import { albumId, artistId, artworkId, trackId, volumeId } from '#contract/entities/ids';

/** A song. `title` falls back to the file's name; `path` is relative to the stick and for show only. */
export const track = z.object({
  id: trackId,
  title: z.string(),
  artist: z.string().nullable(),
  album: z.string().nullable(),
  albumArtist: z.string().nullable(),
  genre: z.string().nullable(),
  year: z.number().int().nullable(),
  trackNumber: z.number().int().nullable(),
  discNumber: z.number().int().nullable(),
  durationMs: z.number().int().nullable(),
  path: z.string(),
  volumeId,
  isOnline: z.boolean(),
  artworkId: artworkId.nullable(),
  albumId: albumId.nullable(),
  artistId: artistId.nullable(),
  /** How often it was heard: half of it, or four minutes. */
  playCount: z.number().int().min(0),
  /** Where a long recording goes on when it is played; null where it begins at its beginning, as music does. */
  resumeMs: z.number().int().nullable(),
});

export type Track = z.infer<typeof track>;
