import { createHash } from 'node:crypto';

/** `SHA256:…` of a host key as it travels, the way `ssh-keygen -l` shows it. */
export function fingerprintOf(hostKey: Buffer): string {
  return `SHA256:${createHash('sha256').update(hostKey).digest('base64').replace(/=+$/u, '')}`;
}
