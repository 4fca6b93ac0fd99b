import { quantile } from '#test/bench/figure';
import { WINDOW_MS } from '#test/support/null-sink';

export interface Ramp {
  /** The whole way, as steep as it is in its middle. */
  readonly ms: number;
  /** The window in which it has arrived. */
  readonly end: number;
}

/** Near both ends windows of 20 ms and rounding blur it. */
const EDGE_DB = 1;

/** The first way from one level to another behind `from`, in windows of 20 ms, by the line that fits best in its middle. */
export function rampIn(levels: readonly number[], from: number, fromDb: number, toDb: number): Ramp {
  const [low, high] = [Math.min(fromDb, toDb) + EDGE_DB, Math.max(fromDb, toDb) - EDGE_DB];
  const isThere = (db: number) => (toDb > fromDb ? db >= high : db <= low);
  const isBegun = (db: number) => (toDb > fromDb ? db > low : db < high);
  const end = levels.findIndex((db, place) => place >= from && isThere(db));
  const start = levels.findLastIndex((db, place) => place >= from && place < end && !isBegun(db)) + 1;
  if (end === -1) return { ms: Number.NaN, end };
  const points = levels.slice(start, end).map((db, place) => [place * WINDOW_MS, db] as const);
  return { ms: points.length < 2 ? WINDOW_MS : Math.abs((toDb - fromDb) / slopeOf(points)), end };
}

/** The middle of each five: a window that a busy machine left out, or in which another tone begins, is not the music. */
export function smoothed(levels: readonly number[]): number[] {
  return levels.map((_db, place) => quantile(levels.slice(Math.max(0, place - 2), place + 3), 0.5));
}

/** Of the line that fits best (least squares). */
export function slopeOf(points: readonly (readonly [number, number])[]): number {
  const [meanX, meanY] = [0, 1].map(
    (side) => points.reduce((sum, point) => sum + (point[side] ?? 0), 0) / points.length,
  );
  const [x, y] = [meanX ?? 0, meanY ?? 0];
  const both = points.reduce((sum, [atX, atY]) => sum + (atX - x) * (atY - y), 0);
  return both / points.reduce((sum, [atX]) => sum + (atX - x) ** 2, 0);
}
