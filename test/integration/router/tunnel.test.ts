import { statSync } from 'node:fs';

import { beforeEach, describe, expect, it } from 'vitest';

import { RouterCopy } from '#test/support/router-copy';
import { statusOf, whyNoRules } from '#test/support/router-rule';

const PROFILE = `[Interface]
PrivateKey = secret
Address = 10.9.0.2/32
dns = 10.9.0.1, fd00::1,10.9.0.9 car.test # of the other end
SaveConfig = true
[Peer]
AllowedIPs = 0.0.0.0/0
`;
const PARTS = ['extras', 'collect'];

let router: RouterCopy;

beforeEach(async (ctx) => {
  if (whyNoRules !== undefined) ctx.skip(whyNoRules);
  router = await RouterCopy.make({ VPN_PROFILE: 'own', PROBE_HOST: 'probe.test' });
  ctx.onTestFinished(() => router[Symbol.asyncDispose]());
  router.write('wireguard/own.conf', PROFILE);
  router.write('run/uplink.json', '{"modemId":"1-1"}');
  router.write('run/clock-set', '');
  router.write('run/modems.json', '[{"id":"1-1","interface":"wwan0","dns":["100.64.0.1"]}]');
  router.tool('wg', 'exit 1');
  // The interface is there from `up` to `down`, and then takes everything.
  const link = `'${router.path('link')}'`;
  router.tool('wg-quick', `case $1 in up) : >${link} ;; down) rm -f ${link} ;; esac`);
  router.tool(
    'ip',
    `case "$*" in *get*) [ ! -e ${link} ] || echo '1.1.1.1 dev own table 51820' ;; *) [ -e ${link} ] ;; esac`,
  );
});

describe('a tunnel that everything goes through', () => {
  it('is brought up and down without resolvconf, its name servers being those of dnsmasq meanwhile', () => {
    const servers = () => {
      router.run(PARTS, 'now; vpn_round_alone; name_servers wwan0');
      return router.read('run/resolv.conf').trim().split('\n');
    };
    expect(servers()).toEqual(['nameserver 10.9.0.1', 'nameserver 10.9.0.9']);
    const copy = router.path('run/wireguard/own.conf');
    expect(router.calls()).toContain(`wg-quick up ${copy}`);
    expect(router.read('run/wireguard/own.conf')).toBe(PROFILE.replace(/^(?:dns|SaveConfig) = .*\n/gmu, ''));
    expect(statSync(copy).mode & 0o777).toBe(0o600);

    router.write('var/vpn-on', 'no\n');
    expect(servers()).toEqual(['nameserver 100.64.0.1']);
    expect(router.calls()).toContain(`wg-quick down ${copy}`);
  });

  it('says so when there is no such profile', () => {
    router.write('etc/router.conf', router.read('etc/router.conf').replace("VPN_PROFILE='own'", "VPN_PROFILE='none'"));
    router.run(PARTS, 'vpn_round_alone');
    expect(JSON.parse(router.read('run/vpn.json'))).toMatchObject({
      fault: expect.stringContaining('There is no none.conf') as unknown,
      trouble: null,
    });
  });

  it('is to blame for names that are not answered, not the modem', () => {
    router.tool('curl', "printf '204 0.05'");
    router.tool('getent', 'exit 2');
    router.tool('busybox', 'exit 1');
    const probed = () => {
      router.run(PARTS, 'now; name_servers wwan0; probe 1-1 wwan0; vpn_told >$RUN/told.json');
      return {
        probe: JSON.parse(router.read('run/probe-1-1')) as unknown,
        trouble: (JSON.parse(router.read('run/told.json')) as { trouble: unknown }).trouble,
      };
    };
    expect(probed()).toMatchObject({ probe: { '1-1': { isOk: false, reason: 'dns_failed' } }, trouble: null });
    router.run(PARTS, 'now; vpn_round_alone');
    expect(probed()).toMatchObject({ probe: { '1-1': { isOk: true, reason: null } }, trouble: 'dns_failed' });

    const answer =
      'Server: 10.9.0.1\nAddress: 10.9.0.1:53\n\nName: probe.test\nAddress: fd00::5\nName: probe.test\nAddress: 203.0.113.5';
    router.tool('busybox', `[ "$*" = 'nslookup probe.test 10.9.0.1' ] && printf '${answer}\\n'`);
    expect(probed()).toMatchObject({ probe: { '1-1': { isOk: true } }, trouble: null });
    expect(router.read('var/probe-address').trim()).toBe('203.0.113.5');
  });

  it('breaks the link to the internet while its other end is silent', () => {
    const told = (trouble: string | null, fault: string | null = null) =>
      statusOf([{ id: '1-1', fault, state: 'connected', stateSinceUptimeMs: 0 }], { vpn: { trouble } });
    const internet = (trouble: string | null, fault?: string) => told(trouble, fault).chain.at(-1);
    expect(internet('tunnel_silent')).toMatchObject({ link: 'internet', state: 'broken', reason: 'tunnel_silent' });
    expect(internet('tunnel_silent', 'probe_failed')).toMatchObject({ state: 'broken', reason: 'probe_failed' });
    expect(internet(null)).toMatchObject({ state: 'ok', reason: null });
  });
});
