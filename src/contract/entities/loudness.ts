import { z } from 'zod';

/**
 * Songs made equally loud, towards -18 LUFS and `preampDb` above it: each by itself (`track`), with its album (`album`), or
 * with its album where that is played in order and by itself elsewhere (`auto`). `isMeasuring`: songs whose tags do not tell
 * are measured, little by little, while nothing else is to be done.
 */
export const loudnessSetting = z.object({
  mode: z.enum(['off', 'track', 'album', 'auto']).default('off'),
  preampDb: z.number().min(-12).max(12).default(0),
  isMeasuring: z.boolean().default(true),
});

export type LoudnessSetting = z.infer<typeof loudnessSetting>;

/** Nobody measures what nobody wants to be changed. */
export function isMeasuringWanted({ mode, isMeasuring }: LoudnessSetting): boolean {
  return mode !== 'off' && isMeasuring;
}
