import { expect, it } from 'vitest';

import type { ModemSignal } from '#contract/entities/router-modem';
import { barsOf } from '#network/link/signal-bars';

const NOTHING = { atUptimeMs: 0, rssiDbm: null, rsrpDbm: null, rsrqDb: null, snrDb: null, percent: null };
const rsrp = (rsrpDbm: number): ModemSignal => ({ ...NOTHING, rsrpDbm });

it('knows nothing where the modem tells nothing', () => {
  expect(barsOf(undefined, 3)).toBeUndefined();
  expect(barsOf(null, 3)).toBeUndefined();
  expect(barsOf(NOTHING, 3)).toBeUndefined();
});

it('judges by RSRP before RSSI before per cent', () => {
  expect(barsOf({ ...NOTHING, rsrpDbm: -84, rssiDbm: -108, percent: 0 }, undefined)).toBe(5);
  expect(barsOf({ ...NOTHING, rssiDbm: -89, percent: 100 }, undefined)).toBe(2);
  expect(barsOf({ ...NOTHING, percent: 40 }, undefined)).toBe(3);
  expect(barsOf(rsrp(-121), undefined)).toBe(0);
});

it('does not flicker at an edge, and follows what goes beyond it', () => {
  expect(barsOf(rsrp(-94), 3)).toBe(3);
  expect(barsOf(rsrp(-93), 3)).toBe(4);
  expect(barsOf(rsrp(-96), 4)).toBe(4);
  expect(barsOf(rsrp(-98), 4)).toBe(3);
  expect(barsOf(rsrp(-121), 5)).toBe(1);
  expect(barsOf(rsrp(-123), 5)).toBe(0);
});
