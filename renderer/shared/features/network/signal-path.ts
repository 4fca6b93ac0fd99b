import type { SignalSample } from '#contract/entities/router-modem';

export const WINDOW_MS = 20 * 60_000;
const LEAST_DBM = -125;
const MOST_DBM = -70;
/** RSSI counts the whole band: what stands for an RSRP is about this much less. */
const RSSI_LEAD_DB = 28;
/** Longer than this without a sample, and nothing is drawn between. */
const GAP_MS = 30_000;

export interface SignalPoint {
  /** 0 is 20 minutes ago, 1 is now. */
  readonly x: number;
  /** 0 is the bottom, 1 the top. */
  readonly y: number;
}

/** The signal of the last 20 minutes as lines in a box of one by one; a gap ends a line. */
export function signalLines(samples: readonly SignalSample[], nowMs: number): SignalPoint[][] {
  const lines: SignalPoint[][] = [];
  let lastMs = -Infinity;
  for (const { atUptimeMs, rsrpDbm, rssiDbm } of samples) {
    const dbm = rsrpDbm ?? (rssiDbm === null ? null : rssiDbm - RSSI_LEAD_DB);
    const x = 1 - (nowMs - atUptimeMs) / WINDOW_MS;
    if (dbm === null || x < 0 || x > 1.01) continue;
    const y = Math.min(1, Math.max(0.02, (dbm - LEAST_DBM) / (MOST_DBM - LEAST_DBM)));
    if (atUptimeMs - lastMs > GAP_MS) lines.push([]);
    lines.at(-1)?.push({ x: Math.min(1, x), y });
    lastMs = atUptimeMs;
  }
  return lines;
}

/** `M0 60L3 58…` for a box of `width` by `height`. */
export function linePath(line: readonly SignalPoint[], width: number, height: number): string {
  return line
    .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${(x * width).toFixed(1)} ${((1 - y) * height).toFixed(1)}`)
    .join('');
}

/** The same, closed along the bottom. */
export function areaPath(line: readonly SignalPoint[], width: number, height: number): string {
  const [first] = line;
  const last = line.at(-1);
  if (!first || !last) return '';
  const bottom = height.toFixed(1);
  return `${linePath(line, width, height)}L${(last.x * width).toFixed(1)} ${bottom}L${(first.x * width).toFixed(1)} ${bottom}Z`;
}
