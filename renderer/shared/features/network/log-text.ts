import type { RouterLogEntry } from '#contract/entities/router-message';
import { words } from '#renderer/shared/i18n/words.ts';
import { joinWithDots } from '#renderer/shared/text/format.ts';

/** One line of the log in words; what is not known here is shown in the router's own. */
export function logText({ code, text, details }: RouterLogEntry): string {
  const { network, router } = words;
  const { afterMs, what, why, kind, mac } = details;
  if (code === 'request') return of(router.requests, what) ?? text;
  const known = network.steps[code] ?? network.reasons[code];
  if (known === undefined) return text;
  if (code === 'healed' && typeof afterMs === 'number')
    return `${known} ${network.healedAfter(Math.round(afterMs / 1_000))}`;
  const isMac = (code === 'blocked' || code === 'unblocked') && typeof mac === 'string';
  return joinWithDots([
    known,
    code === 'switched' ? of(network.why, why) : undefined,
    of(network.changed, kind),
    isMac ? mac : undefined,
  ]);
}

function of(table: Readonly<Record<string, string>>, key: unknown): string | undefined {
  return typeof key === 'string' ? table[key] : undefined;
}
