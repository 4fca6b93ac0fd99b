import type { Playable } from '#contract/entities/zone';

const LONG_MS = 20 * 60_000;

/** A book, a play or a talk: what one listens to for its words, and goes back in. */
export function isSpoken({ kind, durationMs, path }: Pick<Playable, 'kind' | 'durationMs' | 'path'>): boolean {
  return kind === 'track' && ((durationMs ?? 0) >= LONG_MS || /\.m4b$/iu.test(path));
}
