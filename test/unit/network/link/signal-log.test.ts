import { expect, it } from 'vitest';

import type { SignalSample } from '#contract/entities/router-modem';
import type { RouterStatus } from '#contract/entities/router-status';
import { demoStatus } from '#network/demo/demo-status';
import { demoWorld } from '#network/demo/demo-world';
import { SignalLog } from '#network/link/signal-log';
import type { SignalStore } from '#network/ports';

const at = (uptimeMs: number): RouterStatus => demoStatus(demoWorld(), uptimeMs);
const times = (samples: readonly SignalSample[]) => samples.map(({ atUptimeMs }) => atUptimeMs);

function memory(): SignalStore & { readonly writes: number[][] } {
  let kept: SignalSample[] = [];
  const writes: number[][] = [];
  return {
    writes,
    load: () => kept,
    keep: (samples) => {
      writes.push(times(samples));
      kept = [...kept, ...samples];
    },
    drop: () => (kept = []),
  };
}

it('brings the signal to the card once a minute, and each sample once', () => {
  const store = memory();
  const log = new SignalLog(store);
  for (let second = 0; second <= 150; second += 1) log.heard(at(second * 1_000));
  expect(store.writes.map((written) => [written[0], written.at(-1)])).toEqual([
    [0, 60_000],
    [64_000, 124_000],
  ]);
  log.flush();
  log.flush();
  expect(store.writes.flat()).toEqual(times(log.history));
});

it('goes on after a restart with what was kept before it', () => {
  const store = memory();
  const before = new SignalLog(store);
  for (const ms of [0, 5_000, 10_000]) before.heard(at(ms));
  before.flush();

  const after = new SignalLog(store);
  after.heard(at(20_000));
  expect(times(after.history)).toEqual([0, 5_000, 10_000, 20_000]);
});

it('does not write what the router remembers by itself', () => {
  const store = memory();
  const log = new SignalLog(store);
  log.heard(at(100_000));
  const [sample] = log.history;
  if (sample) log.told([{ ...sample, atUptimeMs: 50_000 }]);
  expect(times(log.history)).toEqual([50_000, 100_000]);
  log.flush();
  expect(store.writes).toEqual([[100_000]]);
});

it('has nothing of a router that was forgotten', () => {
  const store = memory();
  const log = new SignalLog(store);
  log.heard(at(0));
  log.flush();
  log.heard(at(5_000));
  log.forget();
  log.flush();
  expect(log.history).toEqual([]);
  expect(new SignalLog(store).history).toEqual([]);
});
