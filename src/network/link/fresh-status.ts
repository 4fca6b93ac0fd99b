import type { RouterModem } from '#contract/entities/router-modem';
import type { RouterStatus } from '#contract/entities/router-status';

/** After this long, what was heard last is not believed any more. */
export const STALE_MS = 20_000;

/** The status as far as it is still believed: null once it is old, without measurements that are. */
export function freshStatus(status: RouterStatus | undefined, heardAtMs: number, nowMs: number): RouterStatus | null {
  if (status === undefined || nowMs - heardAtMs >= STALE_MS) return null;
  return { ...status, modems: status.modems.map((modem) => freshModem(modem, nowMs)) };
}

function freshModem(modem: RouterModem, nowMs: number): RouterModem {
  const isOld = (atMs: number | undefined): boolean => atMs !== undefined && nowMs - atMs >= 2 * STALE_MS;
  return {
    ...modem,
    signal: isOld(modem.signal?.atUptimeMs) ? null : modem.signal,
    probe: isOld(modem.probe?.atUptimeMs) ? null : modem.probe,
  };
}
