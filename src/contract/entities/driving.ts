import { z } from 'zod';

/** What tells whether the car moves, as the settings file names it: `gps`, `obd`, `handbrake`. */
export const drivingSource = z.string().regex(/^[a-z0-9-]{1,30}$/u, 'small letters, figures and dashes are allowed');

/** What one source knows at this moment; null where it cannot say. */
export const drivingReading = z.strictObject({
  speedKmh: z.number().min(0).max(400).nullable().default(null),
  isHandbrakeOn: z.boolean().nullable().default(null),
  gear: z.enum(['park', 'neutral', 'drive', 'reverse']).nullable().default(null),
});

export type DrivingReading = z.infer<typeof drivingReading>;

export const DRIVING_STATES = ['parked', 'stopped', 'moving', 'unknown'] as const;

export type DrivingState = (typeof DRIVING_STATES)[number];

/** What the car does, and what follows for the screen in front. */
export const driving = z.object({
  state: z.enum(DRIVING_STATES),
  /** False: nothing is set up that could tell, and `state` stays `unknown`. */
  hasSource: z.boolean(),
  /** The touchscreen has no keyboard, no Set-up and short lists now. Phones keep everything. */
  isRestricted: z.boolean(),
  /** Film in front of the driver: only where a source says that the car stands. */
  isFilmAllowed: z.boolean(),
});

export type Driving = z.infer<typeof driving>;
