import type { RouterClient } from '#contract/entities/router-usage';
import { ageText } from '#renderer/shared/features/network/service-text.ts';
import { words } from '#renderer/shared/i18n/words.ts';
import { formatBytes, joinWithDots } from '#renderer/shared/text/format.ts';

/** How it is called here, else as it calls itself, else by its hardware. */
export function clientName({ name, hostname, mac, isOwn }: RouterClient): string {
  if (name === null && isOwn) return words.network.thisScreen;
  return name ?? (hostname === null || hostname === '' ? mac : hostname);
}

/** What it has used since the router's start, or why it uses nothing, and when one that is away was seen. */
export function clientAbout(
  {
    isBlocked,
    isConnected,
    rxBytes,
    txBytes,
    address,
    lastSeenUptimeMs,
  }: Pick<RouterClient, 'isBlocked' | 'isConnected' | 'rxBytes' | 'txBytes' | 'address' | 'lastSeenUptimeMs'>,
  nowMs: number,
): string {
  const { network } = words;
  const state = isBlocked ? network.blocked : isConnected ? '' : network.away;
  const traffic =
    rxBytes === null || txBytes === null ? '' : network.traffic(formatBytes(rxBytes), formatBytes(txBytes));
  return joinWithDots([state, traffic, isConnected ? address : ageText(lastSeenUptimeMs, nowMs)]);
}
