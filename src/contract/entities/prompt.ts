import { z } from 'zod';

import { zoneId } from '#contract/entities/ids';

/** From the least to the most urgent; music is below all of them. */
export const PROMPT_ROLES = ['prompt', 'call', 'alarm'] as const;

export const promptRole = z.enum(PROMPT_ROLES);

export type PromptRole = z.infer<typeof promptRole>;

/** Something that is said, or rung, into the music, or waits for its turn. */
export const prompt = z.object({
  id: z.string(),
  role: promptRole,
  /** What is said; null for a sound. */
  text: z.string().nullable(),
  zoneId,
  isPlaying: z.boolean(),
});

export type Prompt = z.infer<typeof prompt>;
