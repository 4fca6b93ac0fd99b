import { z } from 'zod';

import { albumId, artistId, artworkId, genreId, volumeId } from '#contract/entities/ids';

/** Tracks of one album on one volume; a compilation is one album. */
export const album = z.object({
  id: albumId,
  title: z.string(),
  albumArtist: z.string().nullable(),
  artistId: artistId.nullable(),
  year: z.number().int().nullable(),
  trackCount: z.number().int(),
  discCount: z.number().int(),
  durationMs: z.number().int().nullable(),
  isCompilation: z.boolean(),
  volumeId,
  isOnline: z.boolean(),
  artworkId: artworkId.nullable(),
});

export type Album = z.infer<typeof album>;

export const artist = z.object({
  id: artistId,
  name: z.string(),
  albumCount: z.number().int(),
  trackCount: z.number().int(),
  isOnline: z.boolean(),
  artworkId: artworkId.nullable(),
});

export type Artist = z.infer<typeof artist>;

export const genre = z.object({ id: genreId, name: z.string(), trackCount: z.number().int(), isOnline: z.boolean() });

export type Genre = z.infer<typeof genre>;
