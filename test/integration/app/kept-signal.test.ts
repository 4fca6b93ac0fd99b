import { expect, it } from 'vitest';

import { keptSignal, type Machine } from '#app/kept-signal';
import type { SignalSample } from '#contract/entities/router-modem';
import { dataFolder } from '#test/integration/storage/library-fixture';
import { stateStarts } from '#test/support/state-starts';

const sample = (atUptimeMs: number): SignalSample => ({
  ...{ atUptimeMs, modemId: '1-1', technology: 'lte', rssiDbm: -70 },
  ...{ rsrpDbm: -97, snrDb: 12, isOnline: true },
});
const machine = (boot: string, uptimeMs: number): Machine => ({ boot: () => boot, uptimeMs: () => uptimeMs });
const clock = (uptimeMs: number) => ({ uptimeMs: () => uptimeMs });

const setup = () => stateStarts(dataFolder());

it('knows after a restart of the service how old each sample is', async () => {
  const open = setup();
  const before = open();
  // The machine has run for 1000 s, the service for 100 s.
  const store = keptSignal(before.notes, clock(100_000), machine('one', 1_000_000));
  store.keep([sample(30_000), sample(35_000)]);
  store.keep([sample(95_000)]);
  await before.flush();
  await before.close();

  const again = keptSignal(open().notes, clock(2_000), machine('one', 1_012_000));
  expect(again.load()).toEqual([sample(-80_000), sample(-75_000), sample(-15_000)]);
});

it('has nothing of what was before the machine’s own start, nor of what is to be forgotten', async () => {
  const open = setup();
  const before = open();
  const first = keptSignal(before.notes, clock(100_000), machine('one', 1_000_000));
  first.keep([sample(95_000)]);
  await before.flush();
  await before.close();
  const after = open();
  const second = keptSignal(after.notes, clock(2_000), machine('two', 30_000));
  expect(second.load()).toEqual([]);
  second.keep([sample(1_000)]);
  await after.flush();
  await after.close();

  const last = open();
  expect(keptSignal(last.notes, clock(100_000), machine('one', 1_000_000)).load()).toEqual([]);
  const { notes } = last;
  keptSignal(notes, clock(3_000), machine('two', 31_000)).keep([sample(2_000)]);
  keptSignal(notes, clock(3_000), machine('two', 31_000)).drop();
  expect(keptSignal(notes, clock(3_000), machine('two', 31_000)).load()).toEqual([]);
});

it('keeps the last three hours of a long drive', () => {
  const { notes } = setup()();
  const store = keptSignal(notes, clock(0), machine('one', 0));
  for (let minute = 0; minute < 400; minute += 1) store.keep([sample(minute * 60_000)]);
  const kept = store.load();
  expect(kept).toHaveLength(180);
  expect([kept[0], kept.at(-1)]).toEqual([sample(220 * 60_000), sample(399 * 60_000)]);
});
