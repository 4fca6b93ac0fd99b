import { z } from 'zod';

/** How bright it is around the car, as the car tells; null where nothing tells, or cannot say now. */
export const light = z.object({
  areHeadlightsOn: z.boolean().nullable(),
  /** By a light sensor. */
  isDark: z.boolean().nullable(),
});

export type Light = z.infer<typeof light>;
