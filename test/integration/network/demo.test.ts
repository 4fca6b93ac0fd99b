import { expect, it, onTestFinished } from 'vitest';

import type { RouterStatus } from '#contract/entities/router-status';
import { systemClock } from '#kernel/clock';
import { silentLogger } from '#kernel/logger';
import { DemoWay } from '#network/adapters/ssh/demo-way';
import { RouterService } from '#network/router-service';
import { until } from '#test/support/until';

async function setup() {
  const way = new DemoWay(systemClock);
  const router = new RouterService({
    ...{ way, isDemo: true, clock: systemClock, logger: silentLogger, random: () => 0.5 },
    events: { publish: () => undefined },
  });
  router.start();
  onTestFinished(async () => {
    await router.stop();
    way.stop();
  });
  await until(() => router.view.status);
  const statusWith = (is: (status: RouterStatus) => boolean): Promise<RouterStatus> =>
    until(() => {
      const { status } = router.view;
      return status && is(status) ? status : undefined;
    });
  return { router, statusWith };
}

it('a simulated router is reached without any port, and every button does something', async () => {
  const { router, statusWith } = await setup();

  await router.ask('disconnect');
  expect((await statusWith(({ brokenLink }) => brokenLink === 'session')).heal.pausedBy).toBe('user');
  await expect(router.ask('reset-modem', { how: 'session' })).rejects.toMatchObject({ code: 'router_data_off' });
  await router.ask('connect');
  await statusWith(({ brokenLink }) => brokenLink === null);

  const { change } = await router.ask('set-apn', { apn: 'wrong' });
  await statusWith(({ chain }) => chain.some(({ reason }) => reason === 'apn_refused'));
  await expect(router.ask('set-bands', { technologies: ['any'], bands: ['any'] })).rejects.toMatchObject({
    code: 'router_busy',
  });
  await router.ask('confirm', { changeId: change.id, isKept: false });
  await statusWith(({ brokenLink }) => brokenLink === null);

  const [phone] = (await router.ask('clients')).clients;
  await router.ask('block', { mac: phone?.mac });
  expect((await router.ask('clients')).clients[0]?.isBlocked).toBe(true);

  const { id } = await router.ask('sms-send', { number: '+447700900123', text: 'On the way' });
  await until(async () => {
    router.messages.expire();
    return (await router.messages.list()).messages.find((one) => one.id === id)?.state === 'sent';
  });
  await router.ask('set-cap', { capBytes: 1_000 });
  await statusWith(({ usage }) => usage.state === 'reached');
  expect((await router.ask('log', { limit: 50 })).entries.at(-1)?.code).toBe('cap_reached');
});

it('a simulated router refuses in the words of the protocol', async () => {
  const { router } = await setup();

  await expect(router.ask('set-hotspot', { colour: 'brass' })).rejects.toMatchObject({ code: 'bad_request' });
  await expect(router.ask('block', { mac: '00:00:00:00:00:00' })).rejects.toMatchObject({ code: 'router_not_found' });
  await expect(router.ask('ussd', { code: '*100#' })).rejects.toMatchObject({ code: 'router_not_supported' });
});
