// How promptly the router is heard and answers on one connection: plain data in, plain data out, times in ms of the service's clock.

export interface Pace {
  /** From the router's clock to ours: the least that was seen, of the line that came soonest after it was said. Undefined before the first. */
  readonly shiftMs: number | undefined;
  /** Since when what the router says comes late, without a break. */
  readonly lagSinceMs: number | undefined;
  /** When a pause between two lines was last longer than a beat may take. */
  readonly gapAtMs: number | undefined;
  /** When `watch` last proved to be slow. */
  readonly lateAtMs: number | undefined;
  /** The last answer took too long. */
  readonly isAnswerSlow: boolean;
  readonly slowSinceMs: number | null;
}

export const PACE_AT_START: Pace = {
  ...{ shiftMs: undefined, lagSinceMs: undefined, gapAtMs: undefined, lateAtMs: undefined },
  ...{ isAnswerSlow: false, slowSinceMs: null },
};

/** What takes longer is slow: reading verbs answer within 1 s, a beat comes each second. */
export const SLOW_MS = 4_000;
/** Pauses that are shorter, but more than beats leave, count when there are several. */
const GAP_MS = 2_600;
const GAPS_WITHIN_MS = 30_000;
/** What was held up in this machine comes late as well, but all at once. */
const LAG_PROVED_MS = 1_500;
/** So long without another proof, and `watch` is not slow any more. */
const CALM_MS = 15_000;

/** A line came that was said at `uptimeMs` of the router's clock, `gapMs` after the one before it. */
export function lineCame(pace: Pace, { uptimeMs, gapMs }: { uptimeMs: number; gapMs: number }, nowMs: number): Pace {
  const shiftMs = shiftOf(pace, uptimeMs, nowMs);
  const lagMs = nowMs - uptimeMs - shiftMs;
  const lagSinceMs = lagMs > SLOW_MS ? (pace.lagSinceMs ?? nowMs) : undefined;
  const isGap = gapMs > GAP_MS;
  const isGapAgain = isGap && pace.gapAtMs !== undefined && nowMs - pace.gapAtMs < GAPS_WITHIN_MS;
  const isLagging = lagSinceMs !== undefined && nowMs - lagSinceMs >= LAG_PROVED_MS;
  const isLate = gapMs > SLOW_MS || isGapAgain || isLagging;
  const next = {
    ...{ ...pace, shiftMs, lagSinceMs },
    gapAtMs: isGap ? nowMs : pace.gapAtMs,
    lateAtMs: isLate ? nowMs : pace.lateAtMs,
  };
  return judged(next, nowMs - Math.max(gapMs, lagMs), nowMs);
}

/** An answer came after `tookMs`, or none did for so long. */
export function answerCame(pace: Pace, tookMs: number, nowMs: number): Pace {
  return judged({ ...pace, isAnswerSlow: tookMs > SLOW_MS }, nowMs - tookMs, nowMs);
}

/** By how much times are to be moved that the router told at `uptimeMs` of its clock, and that came now. */
export function shiftOf({ shiftMs }: Pace, uptimeMs: number, nowMs: number): number {
  return Math.min(shiftMs ?? Infinity, nowMs - uptimeMs);
}

function judged(pace: Pace, sinceMs: number, nowMs: number): Pace {
  const isWatchSlow = pace.lateAtMs !== undefined && nowMs - pace.lateAtMs < CALM_MS;
  return { ...pace, slowSinceMs: isWatchSlow || pace.isAnswerSlow ? (pace.slowSinceMs ?? sinceMs) : null };
}
