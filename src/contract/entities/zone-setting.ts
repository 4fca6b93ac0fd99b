import { z } from 'zod';

import { zoneId } from '#contract/entities/ids';

/** The picture of a zone. `shape` is that of the whole screen, where its pixels are not square: composite video is 4:3 or 16:9. */
export const screenSetting = z.object({
  shape: z.enum(['square_pixels', '4:3', '16:9']).default('square_pixels'),
  /** What an old television hides at each edge. */
  safeAreaPercent: z.number().int().min(0).max(10).default(0),
  subtitleSize: z.enum(['small', 'normal', 'large']).default('normal'),
});

export type ScreenSetting = z.infer<typeof screenSetting>;

/**
 * A zone as Set-up knows it. `audioDevice` is mpv's name of an output, null for the system's choice. No film is shown
 * `isInDriversSight` while the car moves, or may move; the zone `front` always is. Nobody makes it louder than
 * `maxVolumePercent`.
 */
export const zoneSetting = z.object({
  id: zoneId,
  name: z.string().trim().min(1).max(40),
  hasVideo: z.boolean(),
  audioDevice: z.string().max(200).nullable(),
  isInDriversSight: z.boolean().default(false),
  maxVolumePercent: z.number().int().min(5).max(100).default(100),
  screen: screenSetting.prefault({}),
});

export type ZoneSetting = z.infer<typeof zoneSetting>;
