import { z } from 'zod';

import type { FilmChoice } from '#player/ports';

const wish = z.object({ language: z.string().nullable(), title: z.string().nullable() });

/** What is kept of the sound and the subtitles that were chosen. */
export const filmChoice: z.ZodType<FilmChoice> = z.object({
  audio: wish.optional(),
  subtitle: z.union([wish, z.literal('off')]).optional(),
});
