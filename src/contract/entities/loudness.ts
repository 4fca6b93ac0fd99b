import { z } from 'zod';

/** What gains are reckoned to, of ReplayGain 2.0. */
export const REFERENCE_LUFS = -18;

/**
 * Songs made equally loud, towards -18 LUFS and `preampDb` above it: each by itself (`track`), with its album (`album`), or
 * with its album where that is played in order and by itself elsewhere (`auto`). `measures`: songs without a tag
 * that says how loud they are are measured here, in the background.
 */
export const loudnessSetting = z.object({
  mode: z.enum(['off', 'track', 'album', 'auto']).default('off'),
  preampDb: z.number().min(-12).max(12).default(0),
  measures: z.boolean().default(false),
});

export type LoudnessSetting = z.infer<typeof loudnessSetting>;
