import type { RouterLogEntry } from '#contract/entities/router-message';
import { words } from '#renderer/shared/i18n/words.ts';

/** One line of the log in words; what is not known here is shown in the router's own. */
export function logText({ code, text, details }: RouterLogEntry): string {
  const known = words.network.steps[code] ?? words.network.reasons[code];
  if (known === undefined) return text;
  const { afterMs } = details;
  if (code !== 'healed' || typeof afterMs !== 'number') return known;
  return `${known} ${words.network.healedAfter(Math.round(afterMs / 1_000))}`;
}
