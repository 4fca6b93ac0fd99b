import { describe, expect, it } from 'vitest';

import { rule, whyNoRules } from '#test/support/router-rule';

const test = (name: string, act: () => void) =>
  it(name, (ctx) => {
    if (whyNoRules !== undefined) ctx.skip(whyNoRules);
    act();
  });

describe('which modem carries the traffic', () => {
  const modem = (id: string, averageDbm: number, isOk = true) => ({
    id,
    interface: `wwan${id}`,
    address: `100.64.${id}.2`,
    averageDbm,
    fault: isOk ? null : 'probe_failed',
    session: { isUp: true, sinceUptimeMs: 0 },
    probe: { isOk },
  });
  const inUse = {
    modemId: '1',
    interface: 'wwan1',
    address: '100.64.1.2',
    why: 'first',
    sinceUptimeMs: 0,
    heldUntilUptimeMs: 120_000,
  };
  const choose = (now: number, modems: readonly object[], preferred = '', plain = 'after') =>
    rule('uplink', inUse, { now, modems, preferred, plain });

  test('stays with 5 dB less, and goes with 6', () => {
    expect(choose(200_000, [modem('1', -100), modem('2', -95)])).toMatchObject({ modemId: '1' });
    expect(choose(200_000, [modem('1', -100), modem('2', -94)])).toMatchObject({
      modemId: '2',
      why: 'stronger',
      heldUntilUptimeMs: 320_000,
    });
  });
  test('says "the only one" of none beside which there is another', () => {
    const only = { ...inUse, why: 'only_one' };
    const args = { now: 1000, preferred: '', plain: 'after' };
    expect(rule('uplink', only, { ...args, modems: [modem('1', -100)] })).toMatchObject({ why: 'only_one' });
    expect(rule('uplink', only, { ...args, modems: [modem('1', -100), modem('2', -100)] })).toMatchObject({
      why: 'first',
    });
  });
  test('counts noise as much as strength, and 2G for little', () => {
    const heard = (averageSnrDb: number) => ({ ...modem('2', -85), averageSnrDb });
    expect(choose(200_000, [{ ...modem('1', -100), averageSnrDb: 10 }, heard(-2)])).toMatchObject({ modemId: '1' });
    expect(choose(200_000, [{ ...modem('1', -100), averageSnrDb: 10 }, heard(10)])).toMatchObject({ modemId: '2' });
    const old = { ...modem('2', -80), technology: 'gsm' };
    expect(choose(200_000, [modem('1', -104), old])).toMatchObject({ modemId: '1' });
  });
  test('waits two minutes between changes for the sake of signal, and no moment when the link is dead', () => {
    expect(choose(119_000, [modem('1', -110), modem('2', -80)])).toMatchObject({ modemId: '1' });
    expect(choose(1000, [modem('1', -80, false), modem('2', -110)])).toMatchObject({
      modemId: '2',
      why: 'other_failed',
    });
  });
  test('prefers what is preferred once it has worked for 20 s, whatever the signal', () => {
    expect(choose(19_000, [modem('1', -80), modem('2', -115)], '2')).toMatchObject({ modemId: '1' });
    expect(choose(21_000, [modem('1', -80), modem('2', -115)], '2')).toMatchObject({ modemId: '2', why: 'preferred' });
  });
  test('takes what tells no signal after all modems, or before them, as it is wished', () => {
    const phone = { ...modem('2', -50), kind: 'tethering' };
    expect(choose(200_000, [modem('1', -115), phone])).toMatchObject({ modemId: '1' });
    expect(choose(19_000, [modem('1', -115), phone], '', 'before')).toMatchObject({ modemId: '1' });
    expect(choose(21_000, [modem('1', -115), phone], '', 'before')).toMatchObject({ modemId: '2', why: 'preferred' });
    expect(choose(1000, [modem('1', -115, false), phone])).toMatchObject({ modemId: '2', why: 'other_failed' });
  });
  test('goes back to a modem that works again, from what only stood in for it', () => {
    const stick = { ...modem('1', -50), kind: 'hilink' };
    expect(choose(19_000, [stick, modem('2', -115)])).toMatchObject({ modemId: '1' });
    expect(choose(21_000, [stick, modem('2', -115)])).toMatchObject({ modemId: '2', why: 'preferred' });
    expect(choose(21_000, [stick, modem('2', -115)], '1')).toMatchObject({ modemId: '1' });
  });
});

describe("the month's data", () => {
  const cap = { capBytes: 1000, renewalDay: 31, action: 'stop' };
  const count = (old: object, today: string, wanRx: number, before: object = {}) =>
    rule('usage', old, { now: 5000, counters: { wan_rx: wanRx, wan_tx: 0 }, before, cap, today });

  test('adds growth, and what a counter says that began anew', () => {
    expect(count({ usedBytes: 100 }, '2026-02-10', 50, { wan_rx: 30 })).toMatchObject({ usedBytes: 120 });
    expect(count({ usedBytes: 100 }, '2026-02-10', 50, { wan_rx: 70 })).toMatchObject({ usedBytes: 150 });
  });
  test('warns at 80 and 95 % and says when all is used', () => {
    const states = [799, 800, 950, 1000].map((used) => (count({}, '2026-02-10', used) as { state: string }).state);
    expect(states).toEqual(['ok', 'warn_80', 'warn_95', 'reached']);
  });
  test('renews on the last day of a shorter month, and not at all while the clock is not set', () => {
    const old = { startsOn: '2026-01-31', usedBytes: 700 };
    expect(count(old, '2026-02-27', 1)).toMatchObject({ usedBytes: 701, renewsOn: '2026-02-28', daysLeft: 1 });
    expect(count(old, '2026-02-28', 1)).toMatchObject({ usedBytes: 1, startsOn: '2026-02-28', renewsOn: '2026-03-31' });
    expect(count(old, '', 1)).toMatchObject({ usedBytes: 701, renewsOn: null });
  });
});

describe('the status', () => {
  const nothing = { messages: {}, vpn: {}, ddns: {}, usage: {}, change: null, milli: null, shared: false };
  const hotspotHeal = { state: 'waiting', rung: 'daemons', attempt: 1, reason: 'dhcp_down', nextAtUptimeMs: 9000 };
  const told = (fault: string | null, reason: string | null) =>
    rule(
      'status',
      null,
      {
        ...{ ...nothing, now: 5000, clock: null, wanted: true, heals: {}, stepping: {}, load: 0, free: 0 },
        ...{ version: '', boot: '', driver: '', preferred: '', ddnsHost: '', lastSeq: '', hotspotHeal },
        modems: [[{ id: 'a', fault, state: 'connected', stateSinceUptimeMs: 0 }]],
        uplink: [{ modemId: 'a' }],
        hotspot: [{ isOn: true, clientCount: 1, reason }],
      },
      ['-n'],
    );

  test('says what is done about the hotspot, where that is what is broken', () => {
    expect(told(null, 'dhcp_down')).toMatchObject({ brokenLink: 'hotspot', heal: hotspotHeal });
    expect(told('no_coverage', 'dhcp_down')).toMatchObject({ brokenLink: 'session', heal: { state: 'idle' } });
    expect(told(null, null)).toMatchObject({ brokenLink: null, heal: { state: 'idle' } });
  });
});

describe('the ladder', () => {
  const climb = (fault: string | null, now: number, record: object = {}, args: object = {}) =>
    (
      rule(
        'ladder',
        { a: record },
        {
          now,
          modems: [[{ id: 'a', kind: 'qmi', fault, faultSinceUptimeMs: 0 }]],
          wanted: true,
          cap: false,
          refused: [],
          stepping: {},
          ended: {},
          power: {},
          driver: 'modemmanager',
          mayReboot: true,
          ...args,
        },
      ) as Record<string, Record<string, unknown>>
    )['a'];

  test('asks a phone for an address only, and plugs in anew what is a router in a stick', () => {
    const far = { steps: { probe_failed: 9 }, attempt: 9 };
    const modems = (kind: string) => ({ modems: [[{ id: 'a', kind, fault: 'probe_failed', faultSinceUptimeMs: 0 }]] });
    expect(climb('probe_failed', 60_000, far, modems('tethering'))).toMatchObject({ rung: 'session' });
    expect(climb('probe_failed', 60_000, far, modems('hilink'))).toMatchObject({ rung: 'usb' });
  });
  test('leaves a stick alone that qmi-network cannot use', () => {
    const modems = [[{ id: 'a', kind: 'at', fault: 'modem_unmanaged', faultSinceUptimeMs: 0 }]];
    expect(climb('modem_unmanaged', 60_000, {}, { modems, driver: 'qmi-network' })).toMatchObject({ rung: null });
    expect(climb('modem_unmanaged', 60_000, {}, { modems })).toMatchObject({ rung: 'daemons' });
  });
  test('switches the socket of a modem off and on that fell off the bus, twice, where that harms no other', () => {
    const gone = { id: 'a', kind: 'qmi', fault: 'modem_absent', faultSinceUptimeMs: 0, wasSeen: true };
    const at = (now: number, modems: readonly object[] = [gone], power = 'yes', done = 0) =>
      climb('modem_absent', now, { steps: { modem_absent: done } }, { modems: [modems], power: { a: power } });
    expect(at(59_000)).toMatchObject({ rung: 'usb', isDue: false, nextAtUptimeMs: 60_000 });
    expect(at(60_000)).toMatchObject({ rung: 'usb', isDue: true });
    expect(at(60_000, [gone], 'yes', 1)).toMatchObject({ rung: 'usb', isDue: true });
    expect(at(60_000, [gone], 'yes', 2)).toMatchObject({ rung: null, isDue: false });
    expect(at(60_000, [gone], 'no')).toMatchObject({ rung: null, isDue: false });
    expect(at(60_000, [{ ...gone, wasSeen: false }])).toMatchObject({ rung: null });
    expect(at(60_000, [gone, { id: 'b', kind: 'at', fault: null, probe: { isOk: true } }])).toMatchObject({
      rung: null,
    });
  });
  test('gives NetworkManager six seconds for a dropped call', () => {
    expect(climb('call_dropped', 5000)).toMatchObject({ rung: 'session', isDue: false });
    expect(climb('call_dropped', 6000)).toMatchObject({ rung: 'session', isDue: true });
  });
  test('climbs one rung after the other, and waits twice as long each time', () => {
    expect(climb('modem_hung', 9000, { steps: { modem_hung: 1 }, attempt: 1, pauseMs: 5000 })).toMatchObject({
      rung: 'daemons',
      pauseMs: 10_000,
    });
    expect(climb('modem_hung', 9000, { steps: { modem_hung: 9 }, attempt: 30 })).toMatchObject({
      rung: 'reboot',
      pauseMs: 600_000,
    });
    expect(climb('modem_hung', 9000, { steps: { modem_hung: 9 }, attempt: 30 }, { mayReboot: false })).toMatchObject({
      rung: 'usb',
    });
  });
  test('begins no program anew that another modem works by', () => {
    const beside = (other: object) => ({
      modems: [
        [
          { id: 'a', kind: 'qmi', fault: 'modem_unmanaged', faultSinceUptimeMs: 0 },
          { id: 'b', ...other },
        ],
      ],
    });
    const well = { fault: null, probe: { isOk: true } };
    expect(climb('modem_unmanaged', 59_000, {}, beside({ kind: 'at', ...well }))).toMatchObject({
      ...{ rung: 'usb', isDue: false },
    });
    expect(climb('modem_unmanaged', 60_000, {}, beside({ kind: 'at', ...well }))).toMatchObject({ isDue: true });
    const rungs = [1, 2, 3, 9].map(
      (done) =>
        climb('modem_unmanaged', 60_000, { steps: { modem_unmanaged: done } }, beside({ kind: 'at', ...well }))?.[
          'rung'
        ],
    );
    expect(rungs).toEqual(['daemons', 'usb', 'usb', 'usb']);
    const modems = [
      [
        { id: 'a', kind: 'qmi', fault: 'connect_failed', faultSinceUptimeMs: 0 },
        { id: 'b', kind: 'at', ...well },
      ],
    ];
    expect(climb('connect_failed', 60_000, { steps: { connect_failed: 4 } }, { modems })).toMatchObject({
      rung: 'usb',
    });
    expect(climb('modem_unmanaged', 9000, {}, beside({ kind: 'hilink', ...well }))).toMatchObject({ rung: 'daemons' });
    expect(climb('modem_unmanaged', 9000, {}, beside({ kind: 'at', probe: null }))).toMatchObject({ rung: 'daemons' });
  });
  test('stays still while data are off, used up, a PIN is asked or the APN was refused', () => {
    expect(climb('call_dropped', 60_000, {}, { wanted: false })).toMatchObject({ isDue: false, pausedBy: 'user' });
    expect(climb('call_dropped', 60_000, {}, { cap: true })).toMatchObject({ isDue: false, pausedBy: 'cap' });
    expect(climb('pin_needed', 60_000)).toMatchObject({ isDue: false, pausedBy: 'pin' });
    expect(climb('apn_refused', 60_000, {}, { refused: ['a'] })).toMatchObject({ isDue: false, pausedBy: 'apn' });
  });
  test('says what it has healed and how long that took, and nothing when somebody has switched data off', () => {
    const record = { attempt: 2, firstAtUptimeMs: 1000, firstReason: 'modem_hung' };
    expect(climb(null, 9000, record)).toMatchObject({
      healed: { reason: 'modem_hung', afterMs: 8000 },
    });
    expect(climb(null, 9000, record, { wanted: false })).toMatchObject({ healed: null, attempt: 0 });
  });
});

describe('the tunnel', () => {
  const FIRST = 'own\topen\t51820\t0xca6c';
  const told = (now: number, [handshake, rx, tx]: readonly [number, number, number], before: unknown = {}) =>
    rule(
      'vpn',
      null,
      {
        ...{ name: 'home', installed: true, on: true, fault: '', now, seconds: 1_000 + now / 1000, before },
        dump: `${FIRST}\nkey\t(none)\t203.0.113.10:51820\t0.0.0.0/0\t${handshake}\t${rx}\t${tx}\t25`,
      },
      ['-n'],
    ) as Record<string, unknown>;

  test('tells when the other end shook hands, on the clock of the router', () => {
    expect(told(60_000, [1_048, 5, 7])).toMatchObject({ isUp: true, lastHandshakeUptimeMs: 48_000, rxBytes: 5 });
    expect(told(60_000, [0, 0, 148])).toMatchObject({ lastHandshakeUptimeMs: null, silentSinceUptimeMs: null });
  });
  test('says that the other end is silent when it owes an answer for longer than a new handshake takes', () => {
    const heard = told(60_000, [1_048, 500, 700]);
    const sent = told(65_000, [1_048, 500, 900], heard);
    expect(told(214_000, [1_048, 500, 2_000], sent)).toMatchObject({ silentSinceUptimeMs: null });
    const silent = told(216_000, [1_048, 500, 2_000], sent);
    expect(silent).toMatchObject({ isUp: true, silentSinceUptimeMs: 60_000 });
    expect(told(221_000, [1_220, 600, 2_000], silent)).toMatchObject({ silentSinceUptimeMs: null });
    // Nothing was sent, so nothing is owed.
    expect(told(900_000, [1_048, 500, 700], heard)).toMatchObject({ silentSinceUptimeMs: null });
  });
});

describe('the dynamic name', () => {
  const LOGIN = 'FAILED:   updating car.test: badauth: Bad authorization (username or password)';
  const told = (said: string, before: unknown = {}) =>
    rule('ddns', null, { host: 'car.test', said, now: 5, before }, ['-n']);

  test('is told by what ddclient 3.10 says', () => {
    const set =
      'INFO:     setting IP address to 1.2.3.4 for car.test\nSUCCESS:  updating car.test: good: IP address set to 1.2.3.4';
    expect(told(set)).toMatchObject({ state: 'good', answer: 'good', address: '1.2.3.4', atUptimeMs: 5 });
    const same = 'SUCCESS:  car.test: skipped: IP address was already set to 1.2.3.4.';
    expect(told(same, { state: 'good', answer: 'good' })).toMatchObject({ state: 'good', answer: 'good' });
    expect(told(LOGIN, { address: '9.9.9.9' })).toMatchObject({
      state: 'failed',
      answer: 'badauth',
      address: '9.9.9.9',
    });
    const dead = 'FAILED:   updating car.test: Could not connect to site.test.';
    expect(told(dead)).toMatchObject({ state: 'failed', answer: 'no_connection', address: null });
  });
  test('keeps what was said last while ddclient waits', () => {
    const before = { isOn: true, host: 'car.test', address: null, state: 'failed', answer: 'badauth', atUptimeMs: 1 };
    expect(told('WARNING:  Wait at least 5 minutes between update attempts.', before)).toEqual(before);
  });
});

describe('what a modem says of its SIM', () => {
  const locked = (retries: string, state: string) =>
    (
      rule(
        'qmi-reading',
        `### --uim-get-card-status\nCard state: 'present'\nApplication state: '${state}'\n${retries}\n`,
        {
          id: 'a',
          model: '',
        },
        ['-R', '-s'],
      ) as Record<string, { simState: string; pinTriesLeft: number | null }>
    )['a'];

  test('is how often the PIN may be tried, and the PUK once it is locked', () => {
    const retries = "PIN1 retries: '0'\nPUK1 retries: '10'";
    expect(locked("PIN1 retries: '2'", 'pin1-or-upin-pin-required')).toMatchObject({
      simState: 'pin',
      pinTriesLeft: 2,
    });
    expect(locked(retries, 'puk1-or-upin-puk-required')).toMatchObject({ simState: 'puk', pinTriesLeft: 10 });
  });
});

describe('arguments', () => {
  const check = (verb: string, args: unknown) =>
    rule('arguments', typeof args === 'string' ? args : JSON.stringify(args), { verb }, ['-R', '-s']);

  test('are what the verb may have, or are refused by name', () => {
    expect(check('set-apn', { apn: 'internet' })).toEqual({ apn: 'internet' });
    expect(check('set-apn', { apn: 'a', more: 1 })).toMatchObject({ wrong: { field: 'more' } });
    expect(check('set-apn', 'not json')).toMatchObject({ wrong: { field: null } });
    expect(check('set-hotspot', { ssid: 'ä'.repeat(17) })).toMatchObject({ wrong: { field: 'ssid' } });
    expect(check('block', { mac: 'AA:bb:cc:dd:ee:ff' })).toEqual({ mac: 'aa:bb:cc:dd:ee:ff' });
  });
  test('let nothing through that a shell, a file or a line of settings could be broken with', () => {
    for (const evil of ["'; reboot; '", '$(reboot)', '`id`', '../x', 'a\nssid=b', '']) {
      expect(check('set-apn', { apn: evil }), evil).toMatchObject({ wrong: { field: 'apn' } });
    }
    expect(check('block', { mac: '$(reboot)' })).toMatchObject({ wrong: { field: 'mac' } });
    expect(check('reset-modem', { modemId: '../1-1' })).toMatchObject({ wrong: { field: 'modemId' } });
    expect(check('set-hotspot', { ssid: 'a\nwpa=0' })).toMatchObject({ wrong: { field: 'ssid' } });
  });
  test('take the numbers that may command in the form that senders have', () => {
    const numbers = ['+447700900123'];
    expect(check('sms-commands', { numbers })).toEqual({ numbers });
    expect(check('sms-commands', { numbers: ['07700900123'] })).toMatchObject({ wrong: { field: 'numbers' } });
  });
  test('count a text as the air does', () => {
    expect(check('sms-send', { number: '12345', text: 'Gruß £5 é\n😀' })).toHaveProperty('text');
    expect(check('sms-send', { number: '12345', text: 'x'.repeat(1530) })).toHaveProperty('text');
    expect(check('sms-send', { number: '12345', text: 'x'.repeat(1531) })).toMatchObject({ wrong: { field: 'text' } });
    expect(check('sms-send', { number: '12345', text: '😀'.repeat(336) })).toMatchObject({ wrong: { field: 'text' } });
  });
});
