import { createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

import { describe, expect, it, onTestFinished } from 'vitest';

import { deskWith, runMediaSide, runRouter } from '#test/integration/network/support';
import { systemClock } from '#kernel/clock';
import { demoWorld } from '#network/demo/demo-world';
import { ScriptedRouter } from '#test/support/scripted-router';
import { until } from '#test/support/until';

describe('the connection to the router', () => {
  it('shows what the router says, with its history, on the clock of this machine', async () => {
    const { port, fingerprint } = await runRouter(deskWith());
    const { router } = await runMediaSide(port, fingerprint);

    await until(() => router.view.status && router.history.length > 200);

    const { link, status, bars } = router.view;
    expect(link).toMatchObject({ state: 'online', trouble: null, pinnedFingerprint: fingerprint });
    expect(status).toMatchObject({ hotspot: { ssid: 'GTP-RRSC' }, brokenLink: null });
    expect(bars).toBeGreaterThan(0);
    const ageMs = performance.now() - (status?.modems[0]?.signal?.atUptimeMs ?? 0);
    expect(Math.abs(ageMs)).toBeLessThan(20_000);
  });

  it('says nothing to a router that nobody has confirmed, and goes on once somebody has', async () => {
    const tried: string[] = [];
    const desk = deskWith({ mayEnter: ({ user }) => tried.push(user) > 0 });
    const { port, fingerprint } = await runRouter(desk);
    const { router, handlers, trust } = await runMediaSide(port);

    await until(() => router.view.link.state === 'first_contact');
    expect(router.view.link.fingerprint).toBe(fingerprint);
    expect(tried).toEqual([]);
    await expect(handlers.confirmRouterKey({ fingerprint: 'SHA256:other' })).rejects.toMatchObject({
      code: 'router_busy',
    });

    await handlers.confirmRouterKey({ fingerprint });
    await until(() => router.view.link.state === 'online');
    expect(trust.fingerprint).toBe(fingerprint);
  });

  it('gives an impostor not a byte of a credential, and shows both fingerprints', async () => {
    const tried: string[] = [];
    const { port, fingerprint } = await runRouter(deskWith({ mayEnter: ({ user }) => tried.push(user) > 0 }));
    const { router, handlers } = await runMediaSide(port, 'SHA256:ours');

    await until(() => router.view.link.state === 'key_changed');
    expect(router.view.link).toMatchObject({ fingerprint, pinnedFingerprint: 'SHA256:ours' });
    expect(tried).toEqual([]);
    await expect(handlers.connectRouter({})).rejects.toMatchObject({ code: 'router_unreachable' });

    await handlers.forgetRouterKey({});
    await until(() => router.view.link.state === 'first_contact');
  });

  it('says within 3 s that a router has fallen silent, and comes back by itself', { timeout: 60_000 }, async () => {
    let isSilent = false;
    const desk = deskWith();
    const { port, fingerprint } = await runRouter({
      ...desk,
      mayEnter: (caller) => desk.mayEnter(caller),
      answer: (caller, verb, input) => desk.answer(caller, verb, input),
      watch: (push) => desk.demo.watch((line) => !isSilent && push(line)),
    });
    const { router } = await runMediaSide(port, fingerprint);
    await until(() => router.view.status);

    isSilent = true;
    const silentAtMs = performance.now();
    await until(() => router.view.link.state === 'unreachable');
    expect(performance.now() - silentAtMs).toBeLessThan(3_500);
    expect(router.view.link.trouble).toBe('silent');
    expect(router.view.link.sinceUptimeMs).toBeLessThan(silentAtMs + 1_000);

    isSilent = false;
    await until(() => router.view.link.state === 'online');
  });

  it('keeps its own change of the hotspot once it is back, and asks again while that is still being made', async () => {
    let isSilent = false;
    const asked: string[] = [];
    const desk = deskWith();
    const busy = '{"ok":false,"uptimeMs":1,"error":{"code":"busy","message":"The change is still being made"}}';
    const { port, fingerprint } = await runRouter({
      ...desk,
      mayEnter: (caller) => desk.mayEnter(caller),
      answer: (caller, verb, input) => {
        if (verb !== 'confirm') return desk.demo.answer(caller, verb, input);
        asked.push(input);
        return asked.length === 1 ? busy : desk.demo.answer(caller, verb, input);
      },
      watch: (push) => desk.demo.watch((line) => !isSilent && push(line)),
    });
    const { router, handlers } = await runMediaSide(port, fingerprint);
    await until(() => router.view.status);
    await handlers.setHotspot({ ssid: 'Next', key: 'second-secret', channel: 11 });
    await until(() => router.view.status?.change);
    expect(asked).toEqual([]);

    isSilent = true;
    await until(() => router.view.link.state !== 'online');
    isSilent = false;
    await until(() => router.view.status?.change === null, { limitMs: 30_000 });
    expect(asked.length).toBeGreaterThan(1);
    expect(await handlers.getHotspot({})).toMatchObject({ ssid: 'Next' });
  });

  it('calls a router slow that speaks seconds late, and shows how old it is', { timeout: 60_000 }, async () => {
    const desk = new ScriptedRouter(systemClock);
    desk.start();
    onTestFinished(() => desk.stop());
    const { port, fingerprint } = await runRouter(desk);
    const { router } = await runMediaSide(port, fingerprint);
    await until(() => router.view.status);

    const { heardAtUptimeMs } = router.view;
    const saidAtMs = systemClock.uptimeMs();
    desk.lag(6_000);
    desk.say(undefined);
    await until(() => router.view.heardAtUptimeMs !== heardAtUptimeMs, { limitMs: 40_000 });
    expect(systemClock.uptimeMs() - (router.view.heardAtUptimeMs ?? Infinity)).toBeGreaterThan(5_000);
    await until(() => router.view.link.slowSinceUptimeMs);
    expect(router.view.link).toMatchObject({ state: 'online', trouble: null });
    expect(router.view.link.slowSinceUptimeMs).toBeLessThan(saidAtMs + 1_000);
  });

  it('calls a router slow that answers late, and asks again whether it still is', { timeout: 60_000 }, async () => {
    let lagMs = 5_000;
    const desk = deskWith();
    const { port, fingerprint } = await runRouter({
      mayEnter: (caller) => desk.mayEnter(caller),
      watch: (push) => desk.watch(push),
      answer: async (caller, verb, input) => {
        await wait(lagMs);
        return desk.answer(caller, verb, input);
      },
    });
    const { router } = await runMediaSide(port, fingerprint);

    await until(() => router.view.link.slowSinceUptimeMs, { limitMs: 40_000 });
    expect(router.view.link.state).toBe('online');
    lagMs = 0;
    await until(() => router.view.link.slowSinceUptimeMs === null, { limitMs: 40_000 });
  });

  it('gives up a router that talks garbage, and says so', async () => {
    const { port, fingerprint } = await runRouter(
      deskWith({
        watch: (push) => {
          const timer = setInterval(() => push('{"type":"status","uptimeMs":1,"status":{"chain":"rubbish"}}'), 50);
          return () => clearInterval(timer);
        },
      }),
    );
    const { router } = await runMediaSide(port, fingerprint);

    await until(() => router.view.link.trouble === 'garbage');
    expect(router.view.status).toBeNull();
  });

  it('bounds what an answer may be, and how long it may take', { timeout: 60_000 }, async () => {
    const desk = deskWith();
    const answers: Record<string, () => Promise<string>> = {
      hotspot: () => Promise.resolve('x'.repeat(5_000_000)),
      usage: () => Promise.resolve('{"ok":true,"uptimeMs":1,"data":{"percent":"much"}}'),
      clients: () => new Promise(() => undefined),
    };
    const { port, fingerprint } = await runRouter({
      ...desk,
      answer: (caller, verb, input) => answers[verb]?.() ?? desk.demo.answer(caller, verb, input),
    });
    const { router, handlers } = await runMediaSide(port, fingerprint);
    await until(() => router.view.status);

    await expect(handlers.getHotspot({})).rejects.toMatchObject({ trouble: 'garbage' });
    await expect(handlers.getRouterUsage({})).rejects.toMatchObject({ trouble: 'garbage' });
    await expect(handlers.listRouterClients({})).rejects.toMatchObject({ trouble: 'no_answer' });
    expect(router.view.link.state).toBe('online');
  });

  it('knows its own machine among the phones, and does not lock it out', async () => {
    const desk = deskWith();
    const [own = { mac: '' }] = demoWorld().clients;
    const { port, fingerprint } = await runRouter(desk);
    const { router, handlers } = await runMediaSide(port, fingerprint, [own.mac]);
    await until(() => router.view.link.state === 'online');

    const listed = await handlers.listRouterClients({});
    expect(listed.filter(({ isOwn }) => isOwn).map(({ mac }) => mac)).toEqual([own.mac]);
    await expect(handlers.blockClient({ mac: own.mac.toUpperCase(), isBlocked: true })).rejects.toMatchObject({
      code: 'router_own_device',
    });
    expect((await handlers.listRouterClients({})).some(({ isBlocked, isOwn }) => isBlocked && isOwn)).toBe(false);
    await handlers.blockClient({ mac: own.mac, isBlocked: false });
  });

  it('waits for a router that is not there', async () => {
    const nobody = createServer();
    nobody.listen(0, '127.0.0.1');
    await once(nobody, 'listening');
    const address = nobody.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    nobody.close();
    const { router } = await runMediaSide(port, 'SHA256:ours');

    await until(() => router.view.link.trouble === 'no_answer' && router.view.link.nextTryAtUptimeMs);
    const desk = deskWith();
    const { fingerprint } = await runRouter(desk, port);
    onTestFinished(() => desk.demo.stop());
    await until(() => router.view.link.state === 'key_changed');
    expect(router.view.link.fingerprint).toBe(fingerprint);
  });
});
