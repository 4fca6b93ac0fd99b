import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { beforeEach, describe, expect, it } from 'vitest';

import { RouterCopy } from '#test/support/router-copy';
import { modemsOf, rule, statusOf, whyNoRules } from '#test/support/router-rule';

// What the real tools have said, kept in `outputs/`: each parser on all that it may get.

const FOLDER = fileURLToPath(new URL('outputs', import.meta.url));
const DEVICE = 'qmicli -d /dev/cdc-wdm0';
const QUESTIONS = [
  '--wds-get-packet-service-status',
  '--nas-get-serving-system',
  '--nas-get-signal-info',
  '--nas-get-rf-band-info',
  '--uim-get-card-status',
  '--wds-get-current-settings',
  '--nas-get-system-selection-preference',
];

let router: RouterCopy;

beforeEach(async (ctx) => {
  if (whyNoRules !== undefined) ctx.skip(whyNoRules);
  router = await RouterCopy.make({ DRIVER: 'qmi-network', VPN_PROFILE: 'own' });
  ctx.onTestFinished(() => router[Symbol.asyncDispose]());
});

function file(name: string): string {
  return readFileSync(`${FOLDER}/${name}.txt`, 'utf8');
}

/** What a tool answered to the command that begins so; the `nth` time that it was asked, after `heading`. */
function said(name: string, command: string, { nth = 0, heading = '' } = {}): string {
  const text = file(name);
  const after = text.slice(Math.max(0, text.indexOf(heading)));
  const found = after.split(/^\$ /mu).filter((part) => part.startsWith(command))[nth];
  if (found === undefined) throw new Error(`${name} has no ${command}`);
  const [answer = ''] = found.slice(found.indexOf('\n') + 1).split(/^\[exit|^##/mu);
  return `${answer.trimEnd()}\n`;
}

/** The chain that a reading makes, of a modem that was plugged in long ago. */
function chainOf(reading: unknown): string {
  const address = {
    ifname: 'wwan0',
    flags: ['UP'],
    addr_info: [{ scope: 'global', family: 'inet', local: '100.64.0.28' }],
  };
  const modems = modemsOf({
    usbLines: '1-1 12d1 1506 qmi_wwan cdc-wdm0 wwan0 -',
    readings: [{ '1-1': reading }],
    addresses: [{ ...address, stats64: { rx: { bytes: 1 }, tx: { bytes: 1 } } }],
    routes: [{ dst: 'default', dev: 'wwan0' }],
    probes: [{ '1-1': { atUptimeMs: 59_000, isOk: true, latencyMs: 41, reason: null } }],
  });
  return statusOf(modems)
    .chain.map(({ state, reason }) => reason ?? state)
    .join(' ');
}

describe('ModemManager’s modem', () => {
  const reading = (modem: string, bearer: string) =>
    (
      rule(
        'mm-reading',
        [modem, said('mmcli', 'mmcli -m any --signal-get -J'), bearer].join('\n'),
        { id: '1-1', simName: '3', isAlive: true, band: 'eutran-3', net: '' },
        ['-s'],
      ) as Record<string, unknown>
    )['1-1'];
  const KNOWN = {
    ...{
      isAlive: true,
      manufacturer: 'huawei',
      model: 'Huawei E3372',
      isEnabled: true,
      simState: 'ready',
      pinTriesLeft: null,
    },
    ...{
      registration: 'home',
      operator: '3',
      operatorCode: '23420',
      technology: 'lte',
      band: 'eutran-3',
      isRoaming: false,
    },
    ...{ port: 'cdc-wdm0', net: null, imei: '861821023456789', canSms: true, canUssd: false },
    signal: { rssiDbm: -67, rsrpDbm: -97, rsrqDb: -11, snrDb: 10.4, percent: 75 },
  };

  it('is read while it is registered, and while it is connected', () => {
    const registered = reading(said('mmcli', 'mmcli -m any -J'), 'null');
    expect(registered).toMatchObject({ ...KNOWN, isSessionUp: false, sessionApn: null, dns: [] });
    expect(chainOf(registered)).toBe('ok ok ok connecting unknown unknown');
    const connected = reading(said('mmcli', 'mmcli -m any -J', { nth: 1 }), said('mmcli', 'mmcli -b 0 -J'));
    expect(connected).toMatchObject({
      ...KNOWN,
      isSessionUp: true,
      sessionApn: 'internet',
      dns: ['100.64.0.1', '203.0.113.53'],
    });
    expect(chainOf(connected)).toBe('ok ok ok ok ok ok');
  });
});

describe('qmicli’s modem', () => {
  const readWith = (answers: Readonly<Record<string, string>>) => {
    for (const question of QUESTIONS) {
      router.write(`answers/${question}`, answers[question] ?? said('qmicli', `${DEVICE} ${question}`));
    }
    router.tool('qmicli', `for last; do :; done; cat '${router.path('answers')}/'"$last"`);
    const read = 'qmi_read cdc-wdm0 | jq_file qmi-reading -Rs --arg id 1-1 --arg model E3372';
    return (JSON.parse(router.run(['qmi'], read)) as Record<string, unknown>)['1-1'];
  };
  const KNOWN = {
    ...{ isAlive: true, model: 'E3372', simState: 'ready', pinTriesLeft: null, registration: 'home', operator: '3' },
    ...{ operatorCode: '23420', technology: 'lte', band: 'eutran-3', isRoaming: false },
    signal: { rssiDbm: -67, rsrpDbm: -97, rsrqDb: -11, snrDb: 10.4, percent: null },
  };

  it('is read in coverage, with and without a call', () => {
    const idle = readWith({});
    expect(idle).toMatchObject({ ...KNOWN, isSessionUp: false, dns: [] });
    expect(chainOf(idle)).toBe('ok ok ok connecting unknown unknown');
    const online = ['--wds-get-packet-service-status', '--wds-get-current-settings'].map((question) => [
      question,
      said('qmi-network', `${DEVICE} ${question}`),
    ]);
    const connected = readWith(Object.fromEntries(online) as Record<string, string>);
    expect(connected).toMatchObject({ ...KNOWN, isSessionUp: true, dns: ['100.64.0.1', '203.0.113.53'] });
    expect(chainOf(connected)).toBe('ok ok ok ok ok ok');
  });

  it('is read without coverage', () => {
    const lost = ['--nas-get-serving-system', '--nas-get-signal-info'].map((question) => [
      question,
      said('qmi-network', `${DEVICE} ${question}`, { heading: '### 6' }),
    ]);
    const searching = readWith(Object.fromEntries(lost) as Record<string, string>);
    expect(searching).toMatchObject({ registration: 'searching', technology: null, isRoaming: null, signal: null });
    expect(chainOf(searching)).toBe('ok ok ok searching unknown unknown');
  });

  it('is known to hang by the first question that it leaves open', () => {
    const open = said('qmi-network', `${DEVICE} --nas-get-signal-strength`, { heading: '### 8' });
    const hung = readWith(Object.fromEntries(QUESTIONS.map((question) => [question, open])));
    expect(hung).toMatchObject({ isAlive: false });
    expect(router.calls().length).toBe(1);
    expect(chainOf(hung)).toBe('ok modem_hung unknown unknown unknown unknown');
  });
});

describe('a session that does not come up', () => {
  const START = 'qmi-network --profile=/etc/qmi-network.conf /dev/cdc-wdm0 start';

  it.each([
    ['a wrong APN', said('qmi-network', START, { heading: '### 5' }), 'apn_refused'],
    ['no coverage', said('qmi-network', START, { heading: '### 6' }), 'connect_failed'],
    ['a start that is never answered', said('qmi-network', START, { heading: '### 7' }), 'connect_failed'],
    ['a session of before', said('qmi-network', START, { heading: '### 2', nth: 1 }), 'stale_handle'],
    [
      'a modem that has forgotten its clients',
      said('qmi-network', START, { heading: '### 4', nth: 1 }),
      'stale_handle',
    ],
  ])('has its reason with qmi-network: %s', (_, words, reason) => {
    router.write('words', words);
    router.tool('qmi-network', `cat '${router.path('words')}'; exit 2`);
    router.tool('ip');
    const start = 'said=$(qmi_start 1-1 cdc-wdm0 wwan0) || reason_of "$said"';
    expect(router.run(['qmi', 'steps'], start).trim()).toBe(reason);
  });

  it.each([
    ['a wrong APN', said('mmcli', 'mmcli -m any --simple-connect=apn=wrongapn'), 'apn_refused'],
    [
      'a modem that hangs',
      "error: couldn't connect the modem: 'GDBus.Error:org.freedesktop.libqmi.Error.Core.Timeout: Transaction timed out'",
      'connect_failed',
    ],
  ])('has its reason with ModemManager: %s', (_, words, reason) => {
    expect(router.run(['steps'], 'reason_of "$(cat)"', words).trim()).toBe(reason);
  });
});

describe('the phones', () => {
  const phones = () => {
    const neighbours = (JSON.parse(said('nft-ip', 'ip -j neigh')) as { dev: string }[]).filter(
      ({ dev }) => dev === 'wlan0',
    );
    router.write('neighbours', JSON.stringify(neighbours));
    router.write('stations', said('hostapd_cli', 'hostapd_cli new_sta'));
    router.tool('ip', `cat '${router.path('neighbours')}'`);
    router.tool('hostapd_cli', `cat '${router.path('stations')}'`);
    router.tool('nft', 'exit 1');
    const told = JSON.parse(router.run(['hotspot', 'firewall'], 'clients_json')) as { mac: string }[];
    return Object.fromEntries(told.map((phone) => [phone.mac.slice(-5), phone]));
  };
  // The neighbour table is newer than a lease.
  const IPHONE = { hostname: 'Annas-iPhone', address: '10.3.141.103', isRandomMac: true, signalDbm: null };

  it('are read from dnsmasq’s leases', () => {
    router.write('var/dnsmasq.leases', file('dnsmasq.leases'));
    expect(phones()).toMatchObject({ '01:aa': IPHONE, '02:aa': { hostname: 'kids-tablet', address: '10.3.141.100' } });
  });

  it('are read from udhcpd’s', () => {
    router.write('run/udhcpd.leases', 'binary');
    router.write('leases', said('udhcpd-dumpleases', 'dumpleases -a -d'));
    router.tool('dumpleases', `cat '${router.path('leases')}'`);
    expect(phones()).toMatchObject({ '01:aa': IPHONE, '02:aa': { hostname: null, address: '10.3.141.53' } });
  });
});

describe('a message', () => {
  it.each([
    [
      'over QMI',
      said('mmcli', 'mmcli -s 0 -J'),
      'Hello from your car - battery low ⚡',
      Date.UTC(2026, 10, 22, 15, 0, 15),
    ],
    ['over AT', said('mmcli-two-modems', 'mmcli -s 0 -J'), 'Café opens 9am ☕', Date.UTC(2026, 10, 22, 15, 5, 34)],
  ])('is kept as it came %s', (_, raw, text, sentClockMs) => {
    router.run(['messages'], 'message_keep "$(cat)" 1-1; cat $VAR/messages/*.json >$RUN/kept.json', raw);
    expect(JSON.parse(router.read('run/kept.json'))).toMatchObject({
      ...{ direction: 'in', number: '+447700900456', parts: 1, encoding: 'ucs2', state: 'unread', modemId: '1-1' },
      ...{ text, sentClockMs },
    });
  });
});

describe('the tunnel', () => {
  it('is told by what wg dumps', () => {
    router.write('dump', file('wg-show-dump'));
    router.tool('wg', `cat '${router.path('dump')}'`);
    expect(JSON.parse(router.run(['extras'], 'vpn_told'))).toMatchObject({
      isUp: true,
      name: 'own',
      rxBytes: 476,
      txBytes: 564,
    });
  });
});
