import type { Theme } from '#renderer/shared/theme/choose-theme.ts';

/** What is shown, and what would be once it has lasted. */
export interface HeldTheme {
  readonly shown: Theme;
  readonly wanted: Theme;
  /** Since when it is wanted. */
  readonly sinceMs: number;
}

const HOLD_MS = 60_000;

/** A change by itself waits until it has lasted a minute: a tunnel or a bridge changes nothing. By hand it comes at once. */
export function holdTheme(held: HeldTheme, wanted: Theme, isByHand: boolean, nowMs: number): HeldTheme {
  if (isByHand || wanted === held.shown) return { shown: wanted, wanted, sinceMs: nowMs };
  if (wanted !== held.wanted) return { ...held, wanted, sinceMs: nowMs };
  return nowMs - held.sinceMs >= HOLD_MS ? { shown: wanted, wanted, sinceMs: nowMs } : held;
}
