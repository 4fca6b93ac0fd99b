// Which songs are faded into each other, and for how long: plain data in, milliseconds out.

import type { Playable } from '#contract/entities/zone';

/** A short song must not be all fade. */
const MOST_OF_A_SONG = 1 / 3;
/** Below this it would be heard as a mistake. */
const LEAST_MS = 500;

export type FadedItem = Pick<Playable, 'id' | 'kind' | 'albumId' | 'durationMs' | 'isSpoken'>;

export interface Pair {
  readonly from: FadedItem | undefined;
  readonly to: FadedItem | undefined;
  /** The second stands right behind the first in the order that they were put into the queue in. */
  readonly isInOrder: boolean;
}

/**
 * How long the first is still heard under the beginning of the second; 0 where they follow each other without a gap: songs of
 * one album in its order, a song that is repeated, films, what is spoken, and what nobody knows the length of.
 */
export function crossfadeMs(seconds: number, { from, to, isInOrder }: Pair): number {
  if (seconds <= 0 || !from || !to || !isMixed(from) || !isMixed(to) || from.id === to.id) return 0;
  if (isInOrder && from.albumId !== null && from.albumId === to.albumId) return 0;
  const shorterMs = Math.min(from.durationMs ?? 0, to.durationMs ?? 0);
  const lengthMs = Math.min(seconds * 1_000, Math.floor(shorterMs * MOST_OF_A_SONG));
  return lengthMs < LEAST_MS ? 0 : lengthMs;
}

/** It may be one of two that are heard at once. */
export function isMixed({ kind, isSpoken }: Pick<FadedItem, 'kind' | 'isSpoken'>): boolean {
  return kind === 'track' && !isSpoken;
}
