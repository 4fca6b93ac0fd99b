import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares in a time that tells nothing about either, whatever their lengths. */
export function isSameSecret(candidate: string, secret: string): boolean {
  return timingSafeEqual(digest(candidate), digest(secret));
}

/** SHA-256, hex: what is stored of a token. 256 random bits need no salt. */
export function hashOf(token: string): string {
  return digest(token).toString('hex');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
