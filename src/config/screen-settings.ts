import { z } from 'zod';

/** The screens of this machine, for what nobody can ask it. */
export const screenSettings = z.strictObject({
  /** How many are connected, the touchscreen among them; counted where it is not told. */
  connected: z.number().int().min(1).max(8).optional(),
  /** False: none of them is in the sight of whoever drives. */
  hasTouchscreen: z.boolean().default(true),
});

export type ScreenSettings = z.infer<typeof screenSettings>;
