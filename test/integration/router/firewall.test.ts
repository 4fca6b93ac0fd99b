import { describe, expect, it } from 'vitest';

import { BareRouter, type BareRouterOptions, FILE_BYTES } from '#test/support/bare-router';
import { whyNoLab } from '#test/support/router-lab/why-no-lab';
import { until } from '#test/support/until';

const WHY_NOT = whyNoLab();
const GB = 1_000_000_000;
const UNIT = 'carputer-firewall.service';
/** Whom the web cache works as. */
const CACHE = { user: 'proxy' };
const ROUTER = { user: 'nobody' };
/** A period that is over whenever this runs, and one that is not yet. */
const PAST = '2020-01-01';
const COMING = '2999-01-01';

const test = (name: string, act: (router: BareRouter) => Promise<void>, options?: BareRouterOptions) =>
  it(name, async (ctx) => {
    if (WHY_NOT !== undefined) ctx.skip(WHY_NOT);
    await using router = await BareRouter.make(options);
    await act(router);
  });

/** The kernel's quota, or undefined where nothing is capped. */
async function quota(router: BareRouter): Promise<{ over: number; used: number } | undefined> {
  const { nftables } = JSON.parse(await router.must(['nft', '-j', 'list', 'quotas', 'table', 'inet', 'carputer'])) as {
    nftables: readonly { quota?: { bytes: number; used: number } }[];
  };
  const told = nftables.find(({ quota: each }) => each !== undefined)?.quota;
  return told && { over: told.bytes, used: told.used };
}

/** The firewall as it is with the start of the machine, and the site answers. */
async function start(router: BareRouter): Promise<void> {
  await router.must(['systemctl', 'start', UNIT]);
  await until(() => router.isOnline(ROUTER));
}

describe('the cap in the firewall', { timeout: 120_000 }, () => {
  const cap = { capBytes: 10 * GB, renewalDay: 1, action: 'stop' };
  const usage = (usedBytes: number, startsOn = COMING) => ({ startsOn, usedBytes, capBytes: 10 * GB, action: 'stop' });

  test('holds from the first packet after a restart', async (router) => {
    router.write('var', 'cap.json', cap);
    router.write('var', 'usage.json', { ...usage(11 * GB), state: 'reached' });
    await start(router);
    expect(await router.isOnline()).toBe(false);
    await router.call('usage_round');
    expect(await router.isOnline()).toBe(false);
  });

  test('opens with a new period, and shuts when the router itself has used the rest', async (router) => {
    router.write('var', 'cap.json', cap);
    router.write('run', 'usage.json', { ...usage(11 * GB, PAST), state: 'reached' });
    await start(router);
    expect(await router.isOnline()).toBe(false);
    await router.call('usage_round');
    expect(JSON.parse(router.read('run', 'usage.json'))).toMatchObject({ state: 'ok' });
    await until(() => router.isOnline());

    await router.verb('set-cap', { usedBytes: cap.capBytes - FILE_BYTES / 2 });
    await until(() => router.isOnline(ROUTER));
    await router.call('usage_round');
    expect(JSON.parse(router.read('run', 'usage.json'))).toMatchObject({ state: 'reached' });
    expect(await router.isOnline()).toBe(false);
  });

  test('may be set below what is used: then all is used', async (router) => {
    router.write('run', 'usage.json', usage(6.2 * GB));
    await start(router);
    expect(await router.verb('set-cap', { capBytes: 5 * GB })).toMatchObject({ ok: true, data: { state: 'reached' } });
    expect(await router.isOnline()).toBe(false);
    await router.restart(UNIT);
    expect(await router.isOnline()).toBe(false);
    await router.verb('set-cap', { capBytes: null });
    await until(() => router.isOnline());
  });

  test('stays as it was when the kernel refuses the firewall, and so do all other rules', async (router) => {
    router.write('var', 'cap.json', cap);
    await start(router);
    router.set({ HOTSPOT_INTERFACE: 'longer-than-a-name-may-be' });
    expect(await router.verb('set-cap', { capBytes: 5 * GB })).toMatchObject({
      ok: false,
      error: { code: 'internal' },
    });
    expect(JSON.parse(router.read('var', 'cap.json'))).toEqual(cap);
    await router.restart(UNIT);
    expect((await router.root.run(['systemctl', 'is-active', UNIT])).code).not.toBe(0);
    expect(await quota(router)).toMatchObject({ over: 10 * GB });
    await until(() => router.isOnline());
  });

  test(
    'is that of router.conf until another one is set, or none, on the panel',
    async (router) => {
      await start(router);
      expect(await quota(router)).toMatchObject({ over: 5 * GB });
      expect((await router.verb('usage')).data).toMatchObject({
        ...{ capBytes: 5 * GB, action: 'throttle', renewalDay: 15 },
      });
      await router.verb('set-cap', { capBytes: null });
      expect(await quota(router)).toBeUndefined();

      router.set({ CAP_BYTES: '5 GB', CAP_RENEWAL_DAY: '40', CAP_ACTION: 'explode' });
      await router.must(['rm', '/var/lib/carputer-router/cap.json']);
      expect((await router.verb('usage')).data).toMatchObject({ capBytes: null, action: 'stop', renewalDay: 1 });
    },
    { settings: { CAP_BYTES: `${5 * GB}`, CAP_RENEWAL_DAY: '15', CAP_ACTION: 'throttle' } },
  );

  test(
    'counts and cuts what the web cache fetches for the phones, but not what the router itself asks',
    async (router) => {
      router.write('var', 'cap.json', cap);
      await start(router);
      await until(() => router.isOnline(CACHE));
      expect((await quota(router))?.used).toBeGreaterThan(FILE_BYTES);
      await router.verb('set-cap', { usedBytes: 10 * GB });
      expect(await router.isOnline(CACHE)).toBe(false);
      await until(() => router.isOnline(ROUTER));
    },
    { settings: { CACHE: 'yes' } },
  );
});

describe('the web cache', { timeout: 120_000 }, () => {
  const rules = (router: BareRouter) => router.must(['nft', 'list', 'chain', 'inet', 'carputer', 'cache']);
  const page = `socat TCP-LISTEN:3129,reuseaddr,fork SYSTEM:'head -c ${FILE_BYTES} /dev/zero'`;

  test(
    'gets the phones’ pages only while it is there to take them',
    async (router) => {
      await start(router);
      await until(() => router.isOnline());
      await router.must(['sh', '-c', `${page} >/dev/null 2>&1 </dev/null & echo $! >/run/squid.pid; sleep 1`]);
      await router.call('usage_round');
      expect(await rules(router)).toContain('redirect to :3129');
      expect(await router.isOnline()).toBe(true);
      await router.must(['sh', '-c', 'kill $(cat /run/squid.pid)']);
      await router.call('usage_round');
      expect(await rules(router)).not.toContain('redirect');
      expect(await router.isOnline()).toBe(true);
    },
    { settings: { CACHE: 'yes' } },
  );
});

describe('a stick by another name than usual', { timeout: 120_000 }, () => {
  const STICK = '1-1 12d1 14db hilink - eth0 -';

  test(
    'carries the phones, counted and shut to the outside, for as long as it is there',
    async (router) => {
      await start(router);
      expect(await router.isOnline()).toBe(false);
      await router.call(`uplinks_follow '${STICK}'`);
      await until(() => router.isOnline());
      const { data } = await router.verb('usage');
      expect(data?.['usedBytes']).toBeGreaterThan(FILE_BYTES);
      // Another one takes over from here: the rules are made anew by whoever makes them.
      await router.restart(UNIT);
      await until(() => router.isOnline());
      await router.call('uplinks_follow ""');
      expect(await router.isOnline()).toBe(false);
    },
    { uplink: 'eth0' },
  );

  test(
    'is no way out as the hotspot itself or part of it',
    async (router) => {
      await start(router);
      await router.must(['ip', 'link', 'add', 'br0', 'type', 'bridge']);
      await router.must(['ip', 'link', 'set', 'eth0', 'master', 'br0']);
      const rules = () => router.must(['nft', 'list', 'table', 'inet', 'carputer']);
      const before = await rules();
      for (const net of ['eth0', 'wlan0']) {
        await router.call(`uplinks_follow '${STICK.replace('eth0', net)}'`);
        expect(await rules(), net).toBe(before);
      }
    },
    { uplink: 'eth0' },
  );
});

describe('an operator who carries less at once than the WiFi', { timeout: 120_000 }, () => {
  test('brings pages to the phones all the same', async (router) => {
    await router.must(['ip', 'link', 'set', 'usb0', 'mtu', '1400']);
    // The site may not hand over several packets as one, which would hide how long each is.
    await router.must(['ip', '-n', 'site', 'link', 'set', 'eth0', 'gso_max_segs', '1', 'gso_max_size', '1400']);
    await start(router);
    await until(() => router.isOnline());
  });
});
