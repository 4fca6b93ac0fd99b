import { z } from 'zod';

/** The other Pi of a zone. Fingerprints are `SHA256:…` of host keys. */
export const remoteZone = z.object({
  host: z.string(),
  /** Of this machine, for `~/.ssh/authorized_keys` there. */
  publicKey: z.string(),
  /** Of whoever answered last. */
  fingerprint: z.string().nullable(),
  /** Of the one that was confirmed. */
  pinnedFingerprint: z.string().nullable(),
});

export type RemoteZone = z.infer<typeof remoteZone>;
