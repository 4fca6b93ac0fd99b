import type { RouterDdns, RouterVpn } from '#contract/entities/router-status';
import { words } from '#renderer/shared/i18n/words.ts';
import { joinWithDots } from '#renderer/shared/text/format.ts';

/** How the tunnel is: off, why it does not come up, or how long ago the other end was heard (WireGuard asks it every two minutes while there is traffic). */
export function vpnText(vpn: RouterVpn, nowMs: number): string {
  const { network } = words;
  if (vpn.isUp !== true) {
    if (!vpn.isOn) return network.off;
    return vpn.fault === null ? network.vpnWaits : network.vpnFault(vpn.fault);
  }
  if (vpn.lastHandshakeUptimeMs === null) return network.noHandshake;
  if (vpn.silentSinceUptimeMs !== null) return network.vpnSilent(age(vpn.silentSinceUptimeMs, nowMs));
  return joinWithDots([network.up, network.handshake(age(vpn.lastHandshakeUptimeMs, nowMs))]);
}

/** Which address the name stands for, and what its server said last. */
export function ddnsText({ address, state, answer, atUptimeMs }: RouterDdns, nowMs: number): string {
  const { network } = words;
  if (state === null || answer === null) return network.ddnsWaits;
  const said = network.ddnsAnswers[answer] ?? answer;
  return joinWithDots([address, said, atUptimeMs === null ? '' : network.agoTime(age(atUptimeMs, nowMs))]);
}

/** `12 s`, `4 min`, `3 h` */
function age(atUptimeMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - atUptimeMs) / 1_000));
  if (seconds < 100) return `${String(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${String(minutes)} min` : `${String(Math.round(minutes / 60))} h`;
}
