import { describe, expect, it } from 'vitest';

import { RouterCopy } from '#test/support/router-copy';
import { whyNoRules } from '#test/support/router-rule';

const WEEK_MS = 7 * 24 * 3_600_000;
const LONG_AGO = '0\n';

const test = (name: string, act: (router: RouterCopy) => void) =>
  it(name, async (ctx) => {
    if (whyNoRules !== undefined) ctx.skip(whyNoRules);
    await using router = await RouterCopy.make({ DRIVER: 'qmi-network', VPN_PROFILE: 'own' });
    // Nobody's clock is set here.
    router.tool('date', 'case $1 in -s) ;; *) exec /bin/date "$@" ;; esac');
    act(router);
  });

/** What is told of the time once the web has answered at `webMs`. */
function clockAfter(router: RouterCopy, webMs: number): number | null {
  router.tool('curl', `echo "204 0.041 ${new Date(webMs).toUTCString()}"`);
  router.tool('getent', 'echo 203.0.113.10');
  return JSON.parse(router.run(['collect'], 'probe 1-1 wwan0; clock_ms')) as number | null;
}
const wasSet = (router: RouterCopy) => router.calls().find((call) => call.startsWith('date -s'));

describe('the clock of the router', () => {
  test('counts once the web’s own time agrees with it', (router) => {
    expect(JSON.parse(router.run([], 'clock_ms'))).toBeNull();
    const told = clockAfter(router, Date.now());
    expect(Math.abs((told ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(wasSet(router)).toBeUndefined();
  });

  test('that goes on from where the car was left is set by the web where nothing else has done that', (router) => {
    const webMs = Date.now() + 3 * WEEK_MS;
    expect(clockAfter(router, webMs)).toBeNull();
    expect(wasSet(router)).toBeUndefined();
    router.write('run/clock-wrong', LONG_AGO);
    expect(clockAfter(router, webMs)).not.toBeNull();
    expect(wasSet(router)).toBe(`date -s @${String(Math.floor(webMs / 1000))}`);
  });

  test('is not believed where the web tells no time', (router) => {
    router.tool('curl', 'echo "204 0.041 "');
    router.tool('getent', 'echo 203.0.113.10');
    expect(JSON.parse(router.run(['collect'], 'probe 1-1 wwan0; clock_ms'))).toBeNull();
  });
});

describe('as long as nobody knows the time', () => {
  test('data that were used up stop no session: there may be data again', (router) => {
    const modem = { id: '1-1', kind: 'qmi', fault: 'connecting', faultSinceUptimeMs: 1, wasSeen: true, probe: null };
    router.write('run/modems.json', JSON.stringify([modem]));
    router.write('run/usage.json', JSON.stringify({ capBytes: 1, action: 'stop', state: 'reached' }));
    const steps = () =>
      router.run(['qmi', 'usb', 'heal'], 'heal_step() { echo "$2"; }; note() { :; }; heal_round').trim();
    expect(steps()).toBe('session connecting');
    router.write('run/clock-set', '');
    router.write('run/heal.json', '{}');
    expect(steps()).toBe('');
  });

  test('the tunnel waits for it, as long as it can come', (router) => {
    router.write('wireguard/own.conf', '[Interface]\nAddress = 10.0.0.2/32\n');
    router.tool('wg-quick');
    router.tool('wg');
    router.tool('ip', 'exit 1');
    const isBegun = (sinceUptimeMs: string) => {
      const uplink = `now; echo "{\\"modemId\\":\\"1-1\\",\\"sinceUptimeMs\\":${sinceUptimeMs}}" >"$RUN/uplink.json"`;
      router.write('calls', '');
      router.run(['extras'], `${uplink}; vpn_round_alone`);
      return router.calls().some((call) => call.startsWith('wg-quick up'));
    };
    expect(isBegun('$NOW')).toBe(false);
    expect(isBegun('$((NOW - 125000))')).toBe(true);
    router.write('run/clock-set', '');
    expect(isBegun('$NOW')).toBe(true);
  });
});
