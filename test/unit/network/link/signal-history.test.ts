import { expect, it } from 'vitest';

import type { SignalSample } from '#contract/entities/router-modem';
import { withRouterHistory, withSample, type SignalHistory } from '#network/link/signal-history';

const at = (atUptimeMs: number, rssiDbm = -70): SignalSample => ({
  ...{ atUptimeMs, modemId: '1-1', technology: 'lte' },
  ...{ rssiDbm, rsrpDbm: null, snrDb: null, isOnline: true },
});
const times = (history: SignalHistory) => history.map(({ atUptimeMs }) => atUptimeMs);

it('takes one sample for those that are less than 4 s apart', () => {
  const history = [0, 1_000, 4_000, 7_999, 8_000].map((ms) => at(ms)).reduce<SignalHistory>(withSample, []);
  expect(times(history)).toEqual([0, 4_000, 8_000]);
});

it('puts what the router remembers between what was heard before and after', () => {
  const known = [0, 10_000, 20_000, 60_000].map((ms) => at(ms));
  const told = [19_000, 30_000, 40_000].map((ms) => at(ms, -90));
  expect(times(withRouterHistory(known, told))).toEqual([0, 10_000, 19_000, 30_000, 40_000, 60_000]);
  expect(withRouterHistory(known, [])).toBe(known);
});

it('keeps a long drive whole, its older half coarser', () => {
  let history: SignalHistory = [];
  for (let index = 0; index < 5_000; index += 1) history = withSample(history, at(index * 5_000));
  expect(history.length).toBeLessThanOrEqual(2_000);
  expect(history[0]?.atUptimeMs).toBe(0);
  expect(history.at(-1)?.atUptimeMs).toBe(4_999 * 5_000);
  expect(times(history)).toEqual(times(history).toSorted((a, b) => a - b));
});
