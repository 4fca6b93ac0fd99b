import { z } from 'zod';

import { seriesId } from '#contract/entities/ids';

/** What a film is of a series, as the names of its file and folders say. */
export const episode = z.object({
  seriesId,
  series: z.string(),
  season: z.number().int(),
  number: z.number().int(),
  /** What it is called itself, where its name says so. */
  title: z.string().nullable(),
});

export type Episode = z.infer<typeof episode>;
