import type { RouterView } from '#contract/entities/router';
import { words } from '#renderer/shared/i18n/words.ts';
import { formatLength, joinWithDots } from '#renderer/shared/text/format.ts';

/** Since when the router has been slow, and how old what it said last is; undefined while it is not. */
export function slowText({ link, heardAtUptimeMs }: RouterView, nowMs: number): string | undefined {
  if (link.state !== 'online' || link.slowSinceUptimeMs === null) return undefined;
  const length = (sinceMs: number) => formatLength(Math.max(0, nowMs - sinceMs));
  return joinWithDots([
    words.network.since(length(link.slowSinceUptimeMs)),
    heardAtUptimeMs === null ? '' : words.network.asOf(length(heardAtUptimeMs)),
  ]);
}
