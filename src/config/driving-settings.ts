import { z } from 'zod';

import { drivingSource } from '#contract/entities/driving';

/** Who tells whether the car moves. All of them must speak; none, the default, is no source. */
export const drivingSettings = z.strictObject({
  sources: z
    .array(drivingSource)
    .max(8)
    .refine((names) => new Set(names).size === names.length, 'a source is named twice')
    .default([]),
});

export type DrivingSettings = z.infer<typeof drivingSettings>;
