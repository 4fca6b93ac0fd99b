import { LONG_MS } from '#kernel/is-spoken';
import type { ItemRef } from '#player/ports';

// When something counts as heard, and where what is long goes on. Times are those of the item, at any speed.

const ENOUGH_MS = 240_000;
const END_SHARE = 0.05;
const LONGEST_END_MS = 60_000;
const LONGEST_BEGINNING_MS = 5_000;
const SHORTEST_SILENCE_MS = 1_000;
const LEAST_BACK_MS = 5_000;
export const MOST_BACK_MS = 15_000;
/** Ten minutes of silence take it back all the way. */
const BACK_SHARE = 1 / 60;

/** Half of it, or four minutes. */
export function isHeardEnough(heardMs: number, durationMs: number | undefined): boolean {
  if (heardMs <= 0) return false;
  return heardMs >= (durationMs === undefined ? ENOUGH_MS : Math.min(durationMs / 2, ENOUGH_MS));
}

export interface Heard {
  readonly kind: ItemRef['kind'];
  readonly isSpoken: boolean;
  readonly durationMs: number | undefined;
}

/** Films and what is spoken go on where they were left; music never does. */
export function goesOn({ kind, isSpoken, durationMs = 0 }: Heard): boolean {
  return kind === 'video' || isSpoken || durationMs >= LONG_MS;
}

/** How far back what is spoken goes on after so long a silence, so that one finds into the sentence again. */
export function rewindMs(silenceMs: number): number {
  if (silenceMs < SHORTEST_SILENCE_MS) return 0;
  return Math.min(LEAST_BACK_MS + silenceMs * BACK_SHARE, MOST_BACK_MS);
}

/** Where an item that was left here goes on; undefined at its very beginning, and (nearly) at its end. */
export function resumePoint(positionMs: number, durationMs: number | undefined): number | undefined {
  const part = (durationMs ?? Number.POSITIVE_INFINITY) * END_SHARE;
  if (positionMs < Math.min(part, LONGEST_BEGINNING_MS)) return undefined;
  if (durationMs !== undefined && positionMs >= durationMs - Math.min(part, LONGEST_END_MS)) return undefined;
  return Math.round(positionMs);
}
