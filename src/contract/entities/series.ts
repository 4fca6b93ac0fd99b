import { z } from 'zod';

import { artworkId, seriesId } from '#contract/entities/ids';
import { video } from '#contract/entities/video';

/** Episodes that belong together, of all sticks. */
export const series = z.object({
  id: seriesId,
  title: z.string(),
  seasonCount: z.number().int(),
  episodeCount: z.number().int(),
  /** Some of it is on a stick that is in. */
  isOnline: z.boolean(),
  artworkId: artworkId.nullable(),
  /** The one that was begun last, else the one behind what was watched last; the first of a series that is new or over. */
  next: video,
});

export type Series = z.infer<typeof series>;
