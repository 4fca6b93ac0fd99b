import { afterAll, beforeAll, describe, expect } from 'vitest';

import { untilStatus } from '#test/support/router-lab/panel';
import { printTime, timeRecovery } from '#test/support/router-lab/recovery';
import { RouterLab } from '#test/support/router-lab/router-lab';
import { scenarioWith, whyNoLongLab } from '#test/support/router-lab/scenario';
import { until } from '#test/support/until';

const LIMIT_MS = 480_000;
const PROGRAMS = ['wireguard-go', 'wg-quick', 'ddclient'];
const CAR_IN_TUNNEL = '10.99.0.2';
const LIB = '/usr/local/lib/carputer-router';
/** A tunnel whose profile is not there yet, and a name for whatever address we have outside. */
const SETTINGS = {
  ...{ VPN_PROFILE: 'car0', DDNS_HOST: 'car.test', DDNS_SERVER: 'site.test', DDNS_SSL: 'no', DDNS_LOGIN: 'car' },
  ...{ DDNS_PASSWORD: 'secret', DDNS_WEB: 'http://site.test/ip' },
};

describe('what the router brings along', { timeout: LIMIT_MS }, () => {
  let lab: RouterLab;

  beforeAll(async () => {
    if (whyNoLongLab(PROGRAMS) !== undefined) return;
    lab = new RouterLab({ stack: 'qmi', settings: SETTINGS });
    await lab.up();
    await lab.join('phone');
    await timeRecovery(lab, 'qmi-network, cold start with a tunnel set up');
  }, LIMIT_MS);
  afterAll(async () => {
    if (whyNoLongLab(PROGRAMS) === undefined) await lab.down();
  });

  const phoneIs = async (seen: (address: string) => boolean) => {
    const ask = ['curl', '-s', '--max-time', '5', 'http://site.test/ip'];
    await until(async () => seen((await lab.run('phone', ask)).out.trim()), { limitMs: 90_000, everyMs: 500 });
  };

  scenarioWith(PROGRAMS, 'says why the tunnel does not come up, and brings it up with the link', async () => {
    const without = await untilStatus(lab, ({ vpn: { fault } }) => fault !== null);
    expect(without.vpn).toMatchObject({
      isOn: true,
      isUp: false,
      fault: expect.stringContaining('car0.conf') as unknown,
    });

    const startedMs = performance.now();
    await beginTunnel(lab);
    await untilStatus(
      lab,
      ({ vpn: { isUp, lastHandshakeUptimeMs } }) => isUp === true && lastHandshakeUptimeMs !== null,
    );
    printTime('tunnel up', performance.now() - startedMs);
    await phoneIs((address) => address === CAR_IN_TUNNEL);

    await lab.modem({ drop: true });
    await phoneIs((address) => address === CAR_IN_TUNNEL);
  });

  scenarioWith(PROGRAMS, 'says that the other end is gone, and that it is back', async () => {
    const far = `${lab.prefix}wg`;
    // Its link alone down, it would still answer.
    const [pid = ''] = (await lab.must('inet', ['pgrep', '-f', `wireguard-go ${far}`])).split('\n');
    await lab.must('inet', ['kill', '-STOP', pid]);
    const startedMs = performance.now();
    const silent = await untilStatus(lab, ({ vpn }) => vpn.silentSinceUptimeMs !== null, { limitMs: 300_000 });
    printTime('tunnel, the other end is called silent', performance.now() - startedMs);
    expect(silent.vpn).toMatchObject({ isUp: true });
    expect(silent.brokenLink).toBe('internet');

    await lab.must('inet', ['kill', '-CONT', pid]);
    await untilStatus(lab, ({ vpn }) => vpn.silentSinceUptimeMs === null);
    await phoneIs((address) => address === CAR_IN_TUNNEL);
  });

  scenarioWith(PROGRAMS, 'tells the dynamic name past the tunnel, and puts a refusal into words', async () => {
    const { ddns, modems } = await untilStatus(lab, ({ ddns: { state } }) => state === 'good', {
      limitMs: 400_000,
    });
    expect(ddns).toMatchObject({ answer: 'good', address: modems[0]?.['address'] });
    // The tunnel has another address outside.
    const last = await lab.must('inet', ['curl', '-s', 'http://203.0.113.10/nic/last']);
    expect(last).toBe(`car.test ${ddns.address ?? ''} from ${ddns.address ?? ''}\n`);
    const mode = ['stat', '-c', '%a %U', '/var/lib/carputer-ddns/ddclient.conf'];
    expect(await lab.must('router', mode)).toBe('600 carputer-ddns\n');

    const wrong = "s/^DDNS_PASSWORD=.*/DDNS_PASSWORD='wrong'/";
    await lab.must('router', ['sed', '-i', wrong, '/etc/carputer-router/router.conf']);
    await lab.must('router', ['routerctl-admin', 'apply']);
    await untilStatus(lab, ({ ddns: { answer } }) => answer === 'badauth', { limitMs: 200_000 });
  });

  scenarioWith(PROGRAMS, 'takes the tunnel down when nobody wants it', async () => {
    await lab.must('router', [`${LIB}/verb`, 'vpn'], '{"isOn":false}\n');
    const { vpn } = await untilStatus(lab, ({ vpn: { isUp } }) => isUp === false);
    expect(vpn).toMatchObject({ isOn: false, fault: null });
    await phoneIs((address) => address !== '' && address !== CAR_IN_TUNNEL);
    // The other end goes with its socket, which lies outside of the lab.
    await lab.must('inet', ['rm', '-f', `/run/wireguard/${lab.prefix}wg.sock`]);
  });
});

/** The other end of the tunnel, at the operator's, and the profile of this one: it takes everything. */
async function beginTunnel(lab: RouterLab): Promise<void> {
  const far = `${lab.prefix}wg`;
  const keyPair = async () => {
    const own = (await lab.must('inet', ['wg', 'genkey'])).trim();
    return { own, open: (await lab.must('inet', ['wg', 'pubkey'], own)).trim() };
  };
  const [home, car] = [await keyPair(), await keyPair()];
  await lab.must('inet', ['wireguard-go', far]);
  const peer = `peer ${car.open} allowed-ips ${CAR_IN_TUNNEL}/32`;
  // By a pipe of its own: wg opens /dev/stdin, which a socket does not allow.
  const set = `cat | wg set ${far} listen-port 51820 private-key /dev/stdin ${peer}`;
  await lab.must('inet', ['sh', '-c', set], `${home.own}\n`);
  await lab.must('inet', ['ip', 'addr', 'add', '10.99.0.1/24', 'dev', far]);
  await lab.must('inet', ['ip', 'link', 'set', far, 'up']);
  const profile = `[Interface]
PrivateKey = ${car.own}
Address = ${CAR_IN_TUNNEL}/24
[Peer]
PublicKey = ${home.open}
Endpoint = 203.0.113.10:51820
AllowedIPs = 0.0.0.0/0
PersistentKeepalive = 5
`;
  const write = 'umask 077; mkdir -p /etc/wireguard; cat >/etc/wireguard/car0.conf';
  await lab.must('router', ['sh', '-c', write], profile);
}
