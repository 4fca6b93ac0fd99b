import type { Theme, ThemeChoice } from '#renderer/shared/theme/choose-theme.ts';

/** What is shown, and what would be once it has lasted. */
export interface HeldTheme {
  readonly shown: Theme;
  readonly wanted: Theme;
  /** Since when it is wanted. */
  readonly sinceMs: number;
  /** What decided on what is shown. */
  readonly by: ThemeChoice['by'];
}

const HOLD_MS = 60_000;

/**
 * A change by itself waits until it has lasted a minute: a tunnel or a bridge changes nothing. What somebody did comes at
 * once, and so does its end: a choice by hand, a turn of the light switch.
 */
export function holdTheme(held: HeldTheme, { theme: wanted, by }: ThemeChoice, nowMs: number): HeldTheme {
  const isShown = { shown: wanted, wanted, sinceMs: nowMs, by };
  if (wanted === held.shown || isDeed(by) || isDeed(held.by)) return isShown;
  if (wanted !== held.wanted) return { ...held, wanted, sinceMs: nowMs };
  return nowMs - held.sinceMs >= HOLD_MS ? isShown : held;
}

function isDeed(by: ThemeChoice['by']): boolean {
  return by === 'hand' || by === 'headlights';
}
