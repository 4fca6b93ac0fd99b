import type { Zone } from '#contract/entities/zone';

/** It plays, or will by itself once its stick is back: the one key halts both. */
export function isUnderway({ status }: Pick<Zone, 'status'>): boolean {
  return status === 'playing' || status === 'waiting';
}
