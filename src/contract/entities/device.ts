import { z } from 'zod';

import { deviceId } from '#contract/entities/ids';

/**
 * A paired phone; an owner's may change the car's network. While a zone is for children, all others but those of
 * grown-ups are children's.
 */
export const device = z.object({
  id: deviceId,
  name: z.string(),
  isOwner: z.boolean(),
  isGrownUp: z.boolean(),
  isConnected: z.boolean(),
});

/** What Set-up changes of a phone. */
export const devicePatch = z.strictObject({
  id: deviceId,
  name: z.string().trim().min(1).max(60).optional(),
  isOwner: z.boolean().optional(),
  isGrownUp: z.boolean().optional(),
});

export type Device = z.infer<typeof device>;

/** The window in which a phone can pair: a 6-digit code, for a short time and a few tries. */
export const pairingWindow = z.object({ code: z.string().regex(/^\d{6}$/u), expiresInMs: z.number().int() });

export type PairingWindow = z.infer<typeof pairingWindow>;
