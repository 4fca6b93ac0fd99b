/** Where playback was at a moment, and how fast it moves on from there: 1 is normal speed, 0 stands still. */
export interface Motion {
  readonly positionMs: number;
  readonly atUptimeMs: number;
  readonly rate: number;
}

export function standingAt(positionMs: number, nowMs: number): Motion {
  return { positionMs, atUptimeMs: nowMs, rate: 0 };
}

/** The position at a later moment, never behind the end. */
export function positionAt(motion: Motion, nowMs: number, durationMs: number | undefined): number {
  const position = Math.round(motion.positionMs + (nowMs - motion.atUptimeMs) * motion.rate);
  return Math.max(0, durationMs === undefined ? position : Math.min(position, Math.max(durationMs, motion.positionMs)));
}
