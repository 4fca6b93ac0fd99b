// The signal of this drive, oldest first.

import type { SignalSample } from '#contract/entities/router-modem';
import type { RouterStatus } from '#contract/entities/router-status';

const MOST_SAMPLES = 2_000;
/** Two samples nearer than this are one. */
const APART_MS = 4_000;

export type SignalHistory = readonly SignalSample[];

/** What the status says of the modem in use; undefined while there is none. */
export function sampleOf({ modems, uplink, uptimeMs }: RouterStatus): SignalSample | undefined {
  const modem = modems.find(({ id }) => id === uplink.modemId) ?? modems[0];
  if (!modem) return undefined;
  const { rssiDbm = null, rsrpDbm = null, snrDb = null, atUptimeMs = uptimeMs } = modem.signal ?? {};
  return {
    atUptimeMs,
    modemId: modem.id,
    technology: modem.technology,
    rssiDbm,
    rsrpDbm,
    snrDb,
    isOnline: uplink.modemId !== null,
  };
}

export function withSample(history: SignalHistory, sample: SignalSample): SignalHistory {
  const last = history.at(-1);
  if (last && sample.atUptimeMs - last.atUptimeMs < APART_MS) return history;
  return thinned([...history, sample]);
}

/** The router remembers 30 minutes by itself, also those in which this machine was off or could not hear it. */
export function withRouterHistory(history: SignalHistory, heard: readonly SignalSample[]): SignalHistory {
  const [first] = heard;
  if (!first) return history;
  const last = heard.at(-1) ?? first;
  return thinned([
    ...history.filter(({ atUptimeMs }) => atUptimeMs < first.atUptimeMs - APART_MS),
    ...heard,
    ...history.filter(({ atUptimeMs }) => atUptimeMs > last.atUptimeMs + APART_MS),
  ]);
}

/** Of the older half every second one goes when there are too many: a long drive is kept whole, its beginning coarser. */
function thinned(samples: readonly SignalSample[]): SignalHistory {
  if (samples.length <= MOST_SAMPLES) return samples;
  const half = samples.length >> 1;
  return samples.filter((_sample, index) => index >= half || index % 2 === 0);
}
