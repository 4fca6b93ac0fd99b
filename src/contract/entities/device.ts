import { z } from 'zod';

import { deviceId } from '#contract/entities/ids';

/** A paired phone. */
export const device = z.object({ id: deviceId, name: z.string(), isConnected: z.boolean() });

export type Device = z.infer<typeof device>;

/** The window in which a phone can pair: a 6-digit code, for a short time and a few tries. */
export const pairingWindow = z.object({ code: z.string().regex(/^\d{6}$/u), expiresInMs: z.number().int() });

export type PairingWindow = z.infer<typeof pairingWindow>;
