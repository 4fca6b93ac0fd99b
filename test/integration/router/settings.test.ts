import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { BareRouter } from '#test/support/bare-router';
import { whyNoLab } from '#test/support/router-lab/why-no-lab';

const WHY_NOT = whyNoLab();
const PROGRAMS = fileURLToPath(new URL('../../../resources/router', import.meta.url));
const CONF = '/etc/carputer-router/router.conf';
const RIGHT = { HOTSPOT_SSID: 'Grüße', HOTSPOT_KEY: 'first secret' };
/** In the order in which they are looked at. */
const WRONG: Readonly<Record<string, string>> = {
  HOTSPOT_INTERFACE: 'longer-than-a-name-may-be',
  HOTSPOT_SSID: 'sixteen times ü: üüüüüüüüüüüüüüüü',
  HOTSPOT_KEY: 'short',
  HOTSPOT_CHANNEL: 'abc',
  HOTSPOT_HIDDEN: 'maybe',
  COUNTRY: 'England',
  ADDRESS: '192.168.50.256',
  PREFIX: '99',
  DHCP_SERVER: 'isc',
  DRIVER: 'wvdial',
  APN: 'inter net',
  APN_USER: 'wöb',
  SIM_PIN: '12',
  MODE_SWITCH: 'huawei',
  PLAIN_UPLINKS: 'never',
  PROBE_HOST: 'http://site.test/',
  PROBE_PATH: 'generate_204',
  CAP_BYTES: '5 GB',
  CAP_RENEWAL_DAY: '40',
  CAP_ACTION: 'explode',
  CONFIRM_SECONDS: 'abc',
  HEAL_REBOOT: '1',
  CACHE_MB: '0',
  VPN_PROFILE: '../car0',
  DDNS_HOST: 'car test',
  DDNS_PASSWORD: "it'\\''s",
  SHARE_FOLDER: 'music',
};

const test = (name: string, act: (router: BareRouter) => Promise<void>) =>
  it(name, async (ctx) => {
    if (WHY_NOT !== undefined) ctx.skip(WHY_NOT);
    await using router = await BareRouter.make({ settings: RIGHT });
    await act(router);
  });

/** What the owner does after a change of the file; the units are those of the router, as far as they can run here. */
async function apply(router: BareRouter) {
  router.stub('systemctl', 'echo "$*" >>/run/told; [ "$1" != is-enabled ]');
  const { code, out } = await router.root.run(['sh', `${PROGRAMS}/routerctl-admin`, 'apply']);
  const { out: told } = await router.root.run(['sh', '-c', 'grep restart /run/told; rm -f /run/told']);
  return { code, lines: out.split('\n'), isTold: told.includes('restart carputer-hotspot.service') };
}

describe('settings of the router', { timeout: 120_000 }, () => {
  test('that are right are applied', async (router) => {
    const { code, isTold } = await apply(router);
    expect({ code, isTold }).toEqual({ code: 0, isTold: true });
    expect(router.root.read('/etc/carputer-router/hostapd.conf')).toContain('wpa_passphrase=first secret\n');
  });

  test('that are wrong are each named, and nothing is done with them', async (router) => {
    for (const wrong of [WRONG, { DHCP_FROM: '192.168.49.50' }, { DHCP_TO: '192.168.50.49' }]) {
      router.set({ ...RIGHT, ...wrong });
      const { code, lines, isTold } = await apply(router);
      expect({ code, isTold }).toEqual({ code: 1, isTold: false });
      const named = lines.slice(0, -2).map((line) => /^([A-Z_]+): ./u.exec(line)?.[1] ?? line);
      expect([...new Set(named)]).toEqual(Object.keys(wrong));
      expect(lines.slice(-2)).toEqual([`Nothing was changed: that has to be put right in ${CONF}`, '']);
    }
    expect((await router.root.run(['ls', '/etc/carputer-router'])).out).toBe('router.conf\n');
  });

  test('that cannot be read are told by their line', async (router) => {
    const before = router.root.read(CONF);
    for (const [broken, words] of [
      [`${before}COUNTRY = 'GB'\n`, 'COUNTRY: not found'],
      [before.replaceAll('\n', '\r\n'), 'its lines end as on Windows'],
    ] as const) {
      router.root.write(CONF, broken);
      const { code, lines, isTold } = await apply(router);
      expect({ code, isTold }).toEqual({ code: 1, isTold: false });
      expect(lines.join('\n')).toContain(words);
    }
  });

  test('that need something to be installed say so', async (router) => {
    router.set({ ...RIGHT, CACHE: 'yes', SHARE_FOLDER: '/nowhere' });
    expect((await apply(router)).lines).toEqual(
      expect.arrayContaining([
        'CACHE: squid is not set up for it: run install.sh again',
        'SHARE_FOLDER: there is no such folder',
      ]),
    );
  });

  test('stop the installer before it has changed anything', async (router) => {
    router.set({ ...RIGHT, ADDRESS: '10.3.141.1', HOTSPOT_KEY: '' });
    const before = router.root.changes();
    const { code, out } = await router.root.run(['sh', `${PROGRAMS}/install.sh`, '--no-packages']);
    expect(code).toBe(1);
    expect(out).toContain('DHCP_FROM: an address in the network of ADDRESS, 10.3.141.1/24\n');
    expect(out).not.toContain('HOTSPOT_KEY');
    expect(router.root.changes()).toEqual(before);
  });
});
