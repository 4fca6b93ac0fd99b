import { expect, it } from 'vitest';

import { keptSignal } from '#app/kept-signal';
import { systemClock } from '#kernel/clock';
import { deskWith, runMediaSide, runRouter } from '#test/integration/network/support';
import { dataFolder } from '#test/integration/storage/library-fixture';
import { freePort } from '#test/support/free-port';
import { stateStarts } from '#test/support/state-starts';
import { until } from '#test/support/until';

it('has the signal of this drive after a restart, though the router is away, and forgets it with the router', async () => {
  const open = stateStarts(dataFolder());
  const before = open();
  const { port, fingerprint } = await runRouter(deskWith());
  const first = await runMediaSide(port, fingerprint, [], { signal: keptSignal(before.notes, systemClock) });
  const heard = await until(() => first.router.view.status?.modems[0]?.signal);
  await first.router.stop();
  await before.flush();
  await before.close();

  const again = open();
  const store = keptSignal(again.notes, systemClock);
  const second = await runMediaSide(await freePort(), fingerprint, [], { signal: store });
  expect(second.router.view.status).toBeNull();
  const [sample] = second.router.history;
  expect(sample).toMatchObject({ rsrpDbm: heard.rsrpDbm, modemId: '1-1' });
  // Both clocks are whole milliseconds.
  expect(Math.abs((sample?.atUptimeMs ?? 0) - heard.atUptimeMs)).toBeLessThan(5_000);

  await second.handlers.forgetRouterKey({});
  expect(second.router.history).toEqual([]);
  expect(store.load()).toEqual([]);
});
