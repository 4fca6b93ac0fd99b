import { z } from 'zod';

import { episode } from '#contract/entities/episode';
import { artworkId, videoId, volumeId } from '#contract/entities/ids';

export const video = z.object({
  id: videoId,
  title: z.string(),
  durationMs: z.number().int().nullable(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  sizeBytes: z.number().int(),
  path: z.string(),
  volumeId,
  isOnline: z.boolean(),
  artworkId: artworkId.nullable(),
  /** How often it was heard: half of it, or four minutes. */
  playCount: z.number().int().min(0),
  /** Where it goes on when it is played; null where it begins at its beginning. */
  resumeMs: z.number().int().nullable(),
  /** Null where it is of no series. */
  episode: episode.nullable(),
});

export type Video = z.infer<typeof video>;
