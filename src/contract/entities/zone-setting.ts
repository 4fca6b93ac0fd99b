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

export const EQUALISERS = ['flat', 'bass', 'treble', 'voice', 'car', 'small'] as const;

export type Equaliser = (typeof EQUALISERS)[number];

/**
 * The sound of a zone, whatever is played. `balance` goes from -100 (only left) to 100 (only right), `fader` from -100 (only
 * front) to 100 (only rear), which only `four` speakers on one output have: a stereo jack has no rear.
 */
export const toneSetting = z.object({
  equaliser: z.enum(EQUALISERS).default('flat'),
  balance: z.number().int().min(-100).max(100).default(0),
  isMono: z.boolean().default(false),
  speakers: z.enum(['two', 'four']).default('two'),
  fader: z.number().int().min(-100).max(100).default(0),
});

export type ToneSetting = z.infer<typeof toneSetting>;

/** What a composite output speaks, and that it shares its plug with the analogue jack; everything else is `digital`. */
const signal = z.enum(['digital', 'composite_pal', 'composite_ntsc']).default('digital');

/**
 * Where the picture of a zone comes out: over the whole of one output of the desktop (0 is the first), in a window of it,
 * or on a connector of the graphics card, named as the kernel names it, where no desktop and no kiosk owns the card.
 */
export const pictureSetting = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('full_screen'), output: z.number().int().min(0).max(7).default(1), signal }),
  z.object({ kind: z.literal('window') }),
  z.object({
    kind: z.literal('drm'),
    connector: z.string().regex(/^[A-Za-z]{1,12}(?:-[A-Za-z]{1,4})?-\d{1,2}$/u, 'such as HDMI-A-1 or Composite-1'),
    signal,
  }),
]);

export type PictureSetting = z.infer<typeof pictureSetting>;

/**
 * Another Pi that plays a zone, reached over SSH with a key of ours (`DATA/zones/ID.ssh/key.pub`). `omxplayer` is for those
 * that are too old for mpv.
 */
export const remoteSetting = z.object({
  host: z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/u, 'a name or an IP address is needed'),
  port: z.number().int().min(1).max(65_535).default(22),
  user: z.string().regex(/^[a-z_][a-z0-9_-]{0,31}$/u, 'the name of a user there is needed'),
  engine: z.enum(['mpv', 'omxplayer']).default('mpv'),
});

export type RemoteSetting = z.infer<typeof remoteSetting>;

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
  picture: pictureSetting.prefault({ kind: 'full_screen' }),
  screen: screenSetting.prefault({}),
  tone: toneSetting.prefault({}),
  /** How many dB louder than chosen at 120 km/h, little by little from 30 on, below `maxVolumePercent` all the same; 0 is off. */
  speedVolumeDb: z.number().min(0).max(12).default(0),
  /** Null where it plays on this machine. */
  remote: remoteSetting.nullable().default(null),
});

export type ZoneSetting = z.infer<typeof zoneSetting>;
