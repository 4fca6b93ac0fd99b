import { z } from 'zod';

import { absolutePath, switchInput } from '#config/switch-input';

const sensor = z
  .strictObject({
    /** A file that holds a number, such as /sys/bus/iio/devices/iio:device0/in_illuminance_raw. */
    path: absolutePath,
    darkBelowLux: z.number().min(0).default(100),
    brightAboveLux: z.number().min(0).default(400),
  })
  .refine(
    ({ darkBelowLux, brightAboveLux }) => darkBelowLux < brightAboveLux,
    'darkBelowLux has to be less than brightAboveLux',
  );

/** What tells how bright it is around the car; `route`: a script says whether the headlights are on. */
export const lightSettings = z.strictObject({
  headlights: z
    .discriminatedUnion('kind', [...switchInput.options, z.strictObject({ kind: z.literal('route') })])
    .default({ kind: 'none' }),
  sensor: sensor.optional(),
});

export type LightSettings = z.infer<typeof lightSettings>;
