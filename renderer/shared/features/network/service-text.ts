import type { RouterView } from '#contract/entities/router';
import { words } from '#renderer/shared/i18n/words.ts';
import { formatLength } from '#renderer/shared/text/format.ts';

/** A router that answers says at once how it is, if its service has ever run. */
const MISSING_MS = 5_000;
const OLD_MS = 30_000;

/** Whether the router is there, but its own service has never said anything. */
export function isServiceMissing({ link, status }: Pick<RouterView, 'link' | 'status'>, nowMs: number): boolean {
  return link.state === 'online' && status === null && nowMs - link.sinceUptimeMs >= MISSING_MS;
}

/** `35 s ago` for what is old; empty for what is fresh, or was never measured. */
export function ageText(atUptimeMs: number | null | undefined, nowMs: number): string {
  if (atUptimeMs === null || atUptimeMs === undefined || nowMs - atUptimeMs < OLD_MS) return '';
  return words.network.agoTime(formatLength(nowMs - atUptimeMs));
}
