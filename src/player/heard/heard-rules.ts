import type { ItemRef } from '#player/ports';

// When something counts as heard, and where what is long goes on. Times are those of the item, at any speed.

const ENOUGH_MS = 240_000;
const LONG_FROM_MS = 20 * 60_000;
const END_SHARE = 0.05;
const LONGEST_END_MS = 60_000;
const LONGEST_BEGINNING_MS = 5_000;
const BOOK = /\.m4b$/iu;

/** Half of it, or four minutes. */
export function isHeardEnough(heardMs: number, durationMs: number | undefined): boolean {
  if (heardMs <= 0) return false;
  return heardMs >= (durationMs === undefined ? ENOUGH_MS : Math.min(durationMs / 2, ENOUGH_MS));
}

export interface Heard {
  readonly kind: ItemRef['kind'];
  readonly path: Buffer;
  readonly durationMs: number | undefined;
}

/** Films and long recordings go on where they were left; music never does. */
export function goesOn({ kind, path, durationMs = 0 }: Heard): boolean {
  return kind === 'video' || durationMs >= LONG_FROM_MS || BOOK.test(path.toString('latin1'));
}

/** Where an item that was left here goes on; undefined at its very beginning, and (nearly) at its end. */
export function resumePoint(positionMs: number, durationMs: number | undefined): number | undefined {
  const part = (durationMs ?? Number.POSITIVE_INFINITY) * END_SHARE;
  if (positionMs < Math.min(part, LONGEST_BEGINNING_MS)) return undefined;
  if (durationMs !== undefined && positionMs >= durationMs - Math.min(part, LONGEST_END_MS)) return undefined;
  return Math.round(positionMs);
}
