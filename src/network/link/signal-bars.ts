import type { ModemSignal } from '#contract/entities/router-modem';

/** From which strength on there are 1, 2, 3, 4, 5 bars, in dBm. */
const RSRP_STEPS_DBM = [-120, -112, -105, -95, -85] as const;
const RSSI_STEPS_DBM = [-108, -98, -88, -78, -68] as const;
const PERCENT_STEPS = [5, 20, 40, 60, 80] as const;
/** A bar comes or goes only this far beyond its step, so that none flickers at the edge. */
const HYSTERESIS_DB = 2;

/** 0 to 5 bars, with those shown until now; undefined where nothing is known. LTE is judged by RSRP, the others by RSSI. */
export function barsOf(signal: ModemSignal | null | undefined, shown: number | undefined): number | undefined {
  if (!signal) return undefined;
  if (signal.rsrpDbm !== null) return steadied(signal.rsrpDbm, RSRP_STEPS_DBM, shown);
  if (signal.rssiDbm !== null) return steadied(signal.rssiDbm, RSSI_STEPS_DBM, shown);
  return signal.percent === null ? undefined : steadied(signal.percent, PERCENT_STEPS, shown);
}

function steadied(value: number, steps: readonly number[], shown: number | undefined): number {
  const bars = (margin: number): number => steps.filter((step) => value >= step + margin).length;
  if (shown === undefined) return bars(0);
  return Math.min(Math.max(shown, bars(HYSTERESIS_DB)), bars(-HYSTERESIS_DB));
}
