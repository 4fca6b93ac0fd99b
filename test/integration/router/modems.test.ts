import { existsSync, readdirSync, rmSync } from 'node:fs';

import { beforeEach, describe, expect, it } from 'vitest';

import { canRun } from '#test/support/can-run';
import { RouterCopy } from '#test/support/router-copy';
import { modemsOf, whyNoRules } from '#test/support/router-rule';
import { until } from '#test/support/until';

const PATH_1 = '/org/freedesktop/ModemManager1/Modem/0';
/** What qmicli says when nothing that speaks QMI is behind the port. */
const NOT_QMI = `echo "error: couldn't create client for the 'nas' service: CID allocation failed in the CTL client: Transaction timed out" >&2; exit 1`;

let router: RouterCopy;

beforeEach(async (ctx) => {
  if (whyNoRules !== undefined) ctx.skip(whyNoRules);
  router = await RouterCopy.make();
  ctx.onTestFinished(() => router[Symbol.asyncDispose]());
});

/** What one round finds out about the stick, as the driver's reading. */
function readingOf(id: string): Record<string, unknown> {
  const line = `usb_modems | while read -r id _ _ kind wdm net _; do [ "$id" != '${id}' ] || reading "$id" "$kind" "$wdm" "$net"; done`;
  const said = router.run(['usb', 'qmi', 'mm', 'collect'], `now; NOW=30000; ${line}`);
  return (JSON.parse(said) as Record<string, Record<string, unknown>>)[id] ?? {};
}

/** ModemManager as it tells of one connected modem. */
function modemManager(id: string, generic: object, status: object = {}): void {
  const modem = {
    'dbus-path': PATH_1,
    generic: { state: 'connected', bearers: ['/b/0'], sim: '/s/0', ...generic },
    '3gpp': { 'registration-state': 'home', 'operator-name': 'EE' },
  };
  router.write('run/mm-modems', `${PATH_1} ${id}\n`);
  router.write('modem.json', JSON.stringify({ modem }));
  router.write('bearer.json', JSON.stringify({ bearer: { status: { connected: 'yes', ...status }, properties: {} } }));
  router.tool(
    'mmcli',
    `case "$*" in *--signal-get*) exit 1 ;; *-b*) cat '${router.path('bearer.json')}' ;; *) cat '${router.path('modem.json')}' ;; esac`,
  );
}

describe('a stick whose control port does not speak QMI', () => {
  it('is not taken for hung: that of huawei_cdc_ncm speaks AT', () => {
    router.plug('1-1', '12d1', '1506', { option: ['ttyUSB0'], huawei_cdc_ncm: ['usbmisc/cdc-wdm0', 'net/wwan0'] });
    router.tool('qmicli', NOT_QMI);
    modemManager('1-1', { 'primary-port': 'ttyUSB0' });
    expect(readingOf('1-1')).toMatchObject({ isAlive: true, isSessionUp: true });
    router.write('run/mm-modems', '');
    expect(readingOf('1-1')).toEqual({});
    expect(router.calls().filter((call) => call.startsWith('qmicli'))).toEqual([]);
  });

  it('but one of qmi_wwan that does not answer is', () => {
    router.plug('1-1', '12d1', '1506', { qmi_wwan: ['usbmisc/cdc-wdm0', 'net/wwan0'] });
    router.tool('qmicli', NOT_QMI);
    modemManager('1-1', { 'primary-port': 'cdc-wdm0' });
    expect(readingOf('1-1')).toMatchObject({ isAlive: false });
  });
});

describe('a stick that knows no more than AT+CSQ', () => {
  it('has the signal that ModemManager tells in percent', () => {
    router.plug('1-1', '12d1', '1506', { huawei_cdc_ncm: ['net/wwan0'] });
    modemManager('1-1', { 'signal-quality': { value: '70', recent: 'yes' }, 'access-technologies': ['hspa'] });
    expect(readingOf('1-1')).toMatchObject({
      technology: 'umts',
      signal: { rssiDbm: -70, rsrpDbm: null, percent: 70 },
    });
    modemManager('1-1', { 'signal-quality': { value: '0', recent: 'no' } });
    expect(readingOf('1-1')).toMatchObject({ signal: null });
  });
});

describe('a stick that has serial ports only', () => {
  it('is online by the interface that NetworkManager made of the call', () => {
    router.plug('1-1', '12d1', '1001', { option: ['ttyUSB0', 'ttyUSB1'] });
    modemManager('1-1', { 'primary-port': 'ttyUSB0' }, { interface: 'ttyUSB0' });
    router.tool('nmcli', 'echo ppp0');
    expect(readingOf('1-1')).toMatchObject({ isSessionUp: true, net: 'ppp0' });
    expect(router.calls()).toContain('nmcli -g GENERAL.IP-IFACE device show ttyUSB0');
  });
});

describe('what a round knows', () => {
  const READING = { isAlive: true, isEnabled: true, registration: 'home', simState: 'ready', isSessionUp: true };
  const link = (ifname: string) => ({
    ifname,
    flags: ['UP'],
    addr_info: [{ scope: 'global', family: 'inet', local: '10.64.0.2' }],
    stats64: { rx: { bytes: 1 }, tx: { bytes: 1 } },
  });
  const round = (args: {
    usb: string;
    reading: object;
    links?: readonly string[];
    previous?: object;
    samples?: readonly object[];
  }) =>
    modemsOf({
      usbLines: args.usb,
      readings: [{ '1-1': { ...READING, ...args.reading } }],
      addresses: (args.links ?? []).map(link),
      routes: (args.links ?? []).map((dev) => ({ dst: 'default', dev })),
      probes: [{ '1-1': { atUptimeMs: 59_000, isOk: true, latencyMs: 40, reason: null } }],
      samples: args.samples ?? [],
      previous: [[{ id: '1-1', state: 'connected', session: { isUp: true, sinceUptimeMs: 5000 }, ...args.previous }]],
    })[0];
  const SERIAL = '1-1 12d1 1001 option - - ttyUSB0';

  it('is that a stick with serial ports only works by ppp0, and waits for it while the call begins', () => {
    const up = round({ usb: SERIAL, reading: { net: 'ppp0' }, links: ['ppp0'] });
    expect(up).toMatchObject({ interface: 'ppp0', address: '10.64.0.2', state: 'connected', fault: null });
    const session = { isUp: true, sinceUptimeMs: 45_000 };
    expect(round({ usb: SERIAL, reading: {}, previous: { session } })).toMatchObject({ fault: 'connecting' });
    expect(round({ usb: SERIAL, reading: { net: 'ppp0' } })).toMatchObject({ interface: null, fault: 'no_lease' });
    expect(round({ usb: SERIAL, reading: { isSessionUp: false } })).toMatchObject({ fault: 'call_dropped' });
  });
  it('is how strong each is, so that 3G and LTE compare', () => {
    const average = (technology: string, values: object) =>
      round({
        usb: '1-1 12d1 1506 qmi_wwan cdc-wdm0 wwan0 -',
        reading: {},
        samples: [
          { modemId: '1-1', atUptimeMs: 50_000, technology, rssiDbm: null, rsrpDbm: null, snrDb: null, ...values },
        ],
      });
    expect(average('lte', { rssiDbm: -70, rsrpDbm: -100, snrDb: 8 })).toMatchObject({
      averageDbm: -100,
      averageSnrDb: 8,
    });
    expect(average('umts', { rssiDbm: -75 })).toMatchObject({ averageDbm: -103, averageSnrDb: null });
    expect(average('umts', { rssiDbm: -75, rsrpDbm: -83 })).toMatchObject({ averageDbm: -103 });
    expect(average('umts', {})).toMatchObject({ averageDbm: null });
  });
  it('is that a stick without the interface that its driver makes is broken', () => {
    expect(round({ usb: '1-1 12d1 1506 qmi_wwan cdc-wdm0 - -', reading: {} })).toMatchObject({
      fault: 'interface_absent',
    });
  });
});

describe('a modem that fell off the bus', () => {
  it('gets the power of its socket switched, at the hub that it is at', () => {
    const ask = (id: string) =>
      router.run(['usb'], `if usb_power ${id} >/dev/null; then echo yes; else echo no; fi`).trim();
    router.tool('uhubctl', 'case "$*" in "-l 1-1 -p 3"* | "-l 1 -p 2"*) ;; *) exit 1 ;; esac');
    expect(['1-1.3', '1-2', '1-1.4.1'].map(ask)).toEqual(['yes', 'yes', 'no']);
    router.script(['sh', router.path('program/step'), '1-1.3', 'usb', 'modem_absent']);
    expect(router.calls()).toEqual([
      'uhubctl -l 1-1 -p 3',
      'uhubctl -l 1 -p 2',
      'uhubctl -l 1-1.4 -p 1',
      'uhubctl -l 1-1 -p 3 -a cycle',
    ]);
  });

  it('is asked about once', () => {
    const modems = [
      { id: '1-1', fault: 'modem_absent' },
      { id: '1-2', fault: 'modem_absent' },
      { id: '1-3', fault: null },
    ];
    router.write('run/modems.json', JSON.stringify(modems));
    router.tool('uhubctl', 'case "$*" in *"-p 2") ;; *) exit 1 ;; esac');
    expect(router.run(['usb', 'heal'], 'power_known; power_known; by_id power')).toBe('{"1-1":"no","1-2":"yes"}');
    expect(router.calls()).toEqual(['uhubctl -l 1 -p 1', 'uhubctl -l 1 -p 2']);
  });
});

describe('the PIN of a SIM', () => {
  const QMI = {
    locked: (left: number) =>
      `Application state: 'pin1-or-upin-pin-required'\nPIN1 state: 'enabled'\nPIN1 retries: '${left}'`,
    ready: "Application state: 'ready'\nPIN1 retries: '3'",
    unlock: 'qmi_unlock 1-1 cdc-wdm0',
    given: /^qmicli .*--dms-uim-verify-pin=PIN,/u,
  };
  const generic = (lock: string, left: number) =>
    JSON.stringify({ generic: { 'unlock-required': lock, 'unlock-retries': [`sim-pin (${left})`], sim: '/SIM/0' } });
  const MM = {
    locked: (left: number) => generic('sim-pin', left),
    ready: generic('sim-pin2', 3),
    unlock: 'mm_unlock 1-1',
    given: /^mmcli -i \/SIM\/0 --pin=/u,
  };

  it.each([
    ['qmi-network', QMI],
    ['ModemManager', MM],
  ])('is given with %s where it is remembered, a wrong one once only, and never as the last try', (_, modem) => {
    for (const tool of ['qmicli', 'mmcli']) router.tool(tool, 'case "$*" in *1234) ;; *) exit 1 ;; esac');
    /** How often it was given until now. */
    const unlock = (raw = modem.locked(3)) => {
      router.run(['qmi', 'mm'], `${modem.unlock} "$(cat)"`, raw);
      return router.calls().filter((call) => modem.given.test(call)).length;
    };
    expect(unlock()).toBe(0);
    router.write('var/modems/1-1.json', '{"pin":"9999"}');
    expect([unlock(), unlock()]).toEqual([1, 1]);
    router.write('var/modems/1-1.json', '{"pin":"1234"}');
    expect([unlock(modem.locked(1)), unlock(modem.ready)]).toEqual([1, 1]);
    expect([unlock(), unlock()]).toEqual([2, 3]);
  });
});

describe('the time of a message', () => {
  it('is the instant that the operator means, whatever its offset', () => {
    const stamps = {
      utc: '2026-07-05T12:00:00+00',
      summer: '2026-07-05T14:00:00+02',
      east: '2026-07-05T17:30:00+05:30',
      west: '2026-07-05T08:30:00-0330',
      none: '--',
    };
    const messages = Object.entries(stamps).map(([number, timestamp]) =>
      JSON.stringify({ sms: { content: { number, text: 'Hi' }, properties: { timestamp } } }),
    );
    router.run(['messages'], 'while read -r raw; do message_keep "$raw" 1-1; done', `${messages.join('\n')}\n`);
    const kept = readdirSync(router.path('var/messages')).map(
      (name) => JSON.parse(router.read(`var/messages/${name}`)) as { number: string; sentClockMs: number | null },
    );
    const noon = Date.UTC(2026, 6, 5, 12);
    expect(Object.fromEntries(kept.map(({ number, sentClockMs }) => [number, sentClockMs]))).toEqual({
      ...{ utc: noon, summer: noon, east: noon, west: noon },
      none: null,
    });
  });
});

describe('an APN with user and password', () => {
  const settings = (given: object) => {
    router.write('var/modems/1-1.json', JSON.stringify(given));
  };
  const setApn = async (given: { readonly apn: string } & Readonly<Record<string, string>>) => {
    rmSync(router.path('var/change.json'), { force: true });
    const said = router.script(['sh', router.path('program/verb'), 'set-apn'], JSON.stringify(given));
    const kept = () => JSON.parse(router.read('var/modems/1-1.json')) as Record<string, string>;
    await until(() => kept()['apn'] === given.apn, { limitMs: 40_000 });
    return { said, kept: kept() };
  };

  it('comes to NetworkManager as it was given, whatever letters are in it', (ctx) => {
    if (!canRun('nmcli', '--version')) ctx.skip('NetworkManager is not installed');
    settings({ apn: 'internet', user: ' web', password: 'a\\dc e' });
    router.run(['mm'], 'mm_profile 1-1 cdc-wdm0 >/dev/null 2>&1');
    const profile = router.read('profiles/carputer-1-1.nmconnection');
    const understood = router.script(
      ['nmcli', '--offline', 'connection', 'modify', 'connection.autoconnect', 'no'],
      profile,
    );
    // As GLib writes it: only what has to be escaped is.
    expect(understood.split('\n')).toEqual(
      expect.arrayContaining(['apn=internet', 'username=\\sweb', 'password=a\\\\dc e']),
    );
  });

  it('is used also when the operator is asked why a session does not come up', () => {
    const said = 'error: GDBus.Error:org.freedesktop.ModemManager1.Error.MobileEquipment.UserAuthenticationFailed';
    router.write('run/mm-modems', `${PATH_1} 1-1\n`);
    router.write('run/modems.json', JSON.stringify([{ id: '1-1', kind: 'qmi', port: 'cdc-wdm0' }]));
    router.tool('nmcli', 'case "$*" in *"connection up"*) exit 4 ;; esac');
    router.tool(
      'mmcli',
      `case "$*" in *simple-connect=*'user="web",password="it'"'"'s"'*) ;; *simple-connect=*) echo '${said}'; exit 1 ;; esac`,
    );
    const session = () => {
      router.script(['sh', router.path('program/step'), '1-1', 'session', 'connect_failed']);
      return existsSync(router.path('run/trial-1-1'));
    };
    settings({ apn: 'internet', user: 'web', password: 'wrong' });
    expect(session()).toBe(true);
    expect(router.read('run/trial-1-1')).toContain('"reason":"apn_refused"');
    settings({ apn: 'internet', user: 'web', password: "it's" });
    rmSync(router.path('run/trial-1-1'));
    expect(session()).toBe(false);
  });

  it('keeps what was not given anew, and never tells the password', async () => {
    router.write('var/data-wanted', '0\n');
    router.write('run/modems.json', JSON.stringify([{ id: '1-1', kind: 'qmi', isInUse: true }]));
    settings({ apn: 'internet', user: 'web', password: 'secret' });
    const changed = await setApn({ apn: 'other' });
    expect(changed.kept).toEqual({ apn: 'other', user: 'web', password: 'secret' });
    expect(JSON.parse(changed.said)).toMatchObject({ ok: true, data: { user: 'web', hasPassword: true } });
    expect(changed.said).not.toContain('secret');
    const cleared = await setApn({ apn: 'third', modemId: '1-1', user: '', password: '' });
    expect(cleared.kept).toEqual({ apn: 'third', user: '', password: '' });
    expect(JSON.parse(cleared.said)).toMatchObject({ data: { change: { kind: 'apn' }, hasPassword: false } });
  });
});

describe('two modems', () => {
  it('are doubted each by itself', () => {
    const faults = [
      { id: '1-1', probe: { isOk: false }, fault: 'probe_failed' },
      { id: '1-2', probe: { isOk: true }, fault: null },
    ];
    router.write('run/modems.json', JSON.stringify(faults));
    const doubted = (id: string) =>
      router.run(['collect'], `NOW=10000; if is_doubtful ${id}; then echo yes; else echo no; fi`).trim();
    expect(['1-1', '1-2', '1-3'].map(doubted)).toEqual(['yes', 'no', 'yes']);
  });
});

describe('a modem in raw-ip, which has no DHCP', () => {
  it('gets its interface set up as it says, with the length of a packet that its operator carries', () => {
    const told = [
      'IPv4 address: 10.153.204.94',
      'IPv4 subnet mask: 255.255.255.252',
      'IPv4 gateway address: 10.153.204.93',
      'MTU: 1428',
    ];
    router.tool('udhcpc', 'exit 1');
    router.tool('qmicli', `printf '%s\\n' ${told.map((line) => `'  ${line}'`).join(' ')}`);
    router.tool('ip');
    router.run(['qmi'], 'qmi_address 1-1 cdc-wdm0 wwan0');
    expect(router.calls()).toEqual(
      expect.arrayContaining(['ip addr add 10.153.204.94/255.255.255.252 dev wwan0', 'ip link set wwan0 mtu 1428']),
    );
  });
});
