import type { RouterMessage } from '#contract/entities/router-message';
import { language } from '#renderer/shared/i18n/language.svelte.ts';
import { words } from '#renderer/shared/i18n/words.ts';
import { formatClock, joinWithDots } from '#renderer/shared/text/format.ts';

/** `18:42` today, `12 Jun, 18:42` before; when it was sent, else when it came. Empty while the router's clock was not set. */
export function messageTime(
  { sentClockMs, clockMs }: Pick<RouterMessage, 'sentClockMs' | 'clockMs'>,
  now: Date,
): string {
  const atMs = sentClockMs ?? clockMs;
  if (atMs === null) return '';
  const at = new Date(atMs);
  if (at.toDateString() === now.toDateString()) return formatClock(at);
  const isThisYear = at.getFullYear() === now.getFullYear();
  const day = new Intl.DateTimeFormat(language.locale, {
    ...{ day: 'numeric', month: 'short' },
    ...(!isThisYear && { year: 'numeric' }),
  }).format(at);
  return `${day}, ${formatClock(at)}`;
}

/** When, and of one that was sent what became of it; where it was not sent, why, in the router's words. */
export function messageAbout(message: RouterMessage, now: Date): string {
  const { direction, state, reason } = message;
  const fate = direction === 'out' ? words.network.states[state] : '';
  return joinWithDots([messageTime(message, now), fate, state === 'failed' ? reason : '']);
}
