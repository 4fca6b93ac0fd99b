// The signal of a drive that never was: a pure function of time.

export interface DemoSignal {
  readonly rssiDbm: number;
  readonly rsrpDbm: number;
  readonly rsrqDb: number;
  readonly snrDb: number;
  readonly percent: number;
}

const MINUTE_MS = 60_000;

/** Hills, valleys and a tunnel every quarter of an hour; `shiftMs` sets one modem apart from another. */
export function demoSignal(uptimeMs: number, shiftMs = 0): DemoSignal {
  const minutes = (uptimeMs + shiftMs) / MINUTE_MS;
  const hills = 7 * Math.sin(minutes / 2.3) + 4 * Math.sin(minutes / 0.71 + 1);
  const fromTunnel = ((minutes + 6) % 15) - 12;
  const tunnel = 17 * Math.exp((-fromTunnel * fromTunnel) / 1.6);
  const rsrpDbm = Math.round(-93 + hills - tunnel);
  return {
    rsrpDbm,
    rssiDbm: rsrpDbm + 28,
    rsrqDb: Math.round(-9 + hills / 5),
    snrDb: Math.round((13 + hills - tunnel / 2) * 10) / 10,
    percent: Math.max(0, Math.min(100, Math.round((rsrpDbm + 120) * 2.2))),
  };
}
