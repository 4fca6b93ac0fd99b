import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** The kernel takes 107 bytes; mpv versions keep a little for themselves. */
const MAX_BYTES = 100;

/** Where the player of a zone listens; a long zone id is shortened. A folder that is too long is a mistake of the caller. */
export function socketPathOf(runtimeDir: string, zoneId: string): string {
  const path = join(runtimeDir, `mpv-${zoneId}.sock`);
  if (Buffer.byteLength(path) < MAX_BYTES) return path;
  const short = join(runtimeDir, `mpv-${createHash('sha256').update(zoneId).digest('hex').slice(0, 12)}.sock`);
  if (Buffer.byteLength(short) < MAX_BYTES) return short;
  throw new RangeError(`The runtime folder ${runtimeDir} is too long for a socket`);
}
