import { z } from 'zod';

/** On which address of this machine the same sound is offered to several places, by Snapcast; off without. */
export const snapcastSettings = z.strictObject({
  host: z.union([z.ipv4(), z.ipv6()], 'an IP address of this machine is needed'),
  port: z.number().int().min(1).max(65_535).default(1_704),
});

export type SnapcastSettings = z.infer<typeof snapcastSettings>;
