import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect } from 'vitest';

import { Panel, readStatus, untilStatus } from '#test/support/router-lab/panel';
import { printTime, timeRecovery } from '#test/support/router-lab/recovery';
import { QMI_MODEM, RouterLab } from '#test/support/router-lab/router-lab';
import { longScenario, scenario, WHY_NO_LAB } from '#test/support/router-lab/scenario';
import { ROUTER_ADDRESS } from '#test/support/router-lab/settings';
import { until } from '#test/support/until';

const LIMIT_MS = 300_000;

describe('the router with ModemManager', { timeout: LIMIT_MS }, () => {
  let lab: RouterLab;
  let panel: Panel;

  beforeAll(async () => {
    if (WHY_NO_LAB !== undefined) return;
    lab = new RouterLab();
    await lab.up();
    await lab.join('phone');
    panel = new Panel(lab);
    await panel.start();
  }, LIMIT_MS);
  afterAll(async () => {
    if (WHY_NO_LAB === undefined) await lab.down();
  });

  const online = async () => {
    await untilStatus(lab, ({ brokenLink }) => brokenLink === null);
    expect(await lab.isOnline()).toBe(true);
  };

  scenario('comes up after a cold start', async () => {
    await timeRecovery(lab, 'ModemManager, cold start');
    await online();
  });

  scenario('lets in the media Pi that knows the code, once, and only to its verbs', async () => {
    const code = (await lab.must('router', ['cat', '/var/lib/carputer-router/enrol-code'])).trim();

    const forged = await panel.enrol(code, (proof) => proof.replace(/^./, (digit) => (digit === '0' ? '1' : '0')));
    expect(forged.error).toMatchObject({ code: 'wrong_code', details: { triesLeft: 4 } });
    expect((await panel.enrol(code)).ok).toBe(true);
    expect((await panel.ssh('carputer-enrol', ['enrol'])).code).toBe(255);

    expect(await panel.data('status')).toMatchObject({ protocol: 1, driver: 'modemmanager' });
    expect((await panel.ask('sh')).error?.code).toBe('unknown_verb');
    expect((await panel.ask('enrol', { mac: '0'.repeat(64) })).error?.code).toBe('unknown_verb');
    expect((await panel.ssh('carputer', ['status; id'])).out).toContain('unknown_verb');
    expect((await panel.ask('set-apn', { apn: 'a b' })).error).toMatchObject({
      code: 'bad_arguments',
      details: { field: 'apn' },
    });
  });

  scenario('tells of itself line by line', async () => {
    const key = ['-i', join(lab.folder, 'media-key'), '-o', 'StrictHostKeyChecking=no'];
    const ssh = ['ssh', '-n', ...key, '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR'];
    // Until it has said the last of what is expected.
    const untilBeat = `"$@" carputer@${ROUTER_ADDRESS} watch | sed '/"beat"/q'`;
    const { out } = await lab.run('media', ['timeout', '20', 'sh', '-c', untilBeat, 'sh', ...ssh]);
    const types = out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { type: string }).type);
    expect(types.slice(0, 2)).toEqual(['hello', 'status']);
    expect(types).toContain('beat');
  });

  scenario('is back after the operator has ended the call', async () => {
    await lab.modem({ drop: true });
    await timeRecovery(lab, 'ModemManager, dropped call');
    await online();
  });

  scenario('names missing coverage and is back when it is', async () => {
    await lab.modem({ reg: 2, drop: true });
    await untilStatus(lab, ({ chain }) => chain.some(({ reason }) => reason === 'no_coverage'));
    await lab.modem({ reg: 1 });
    await timeRecovery(lab, 'ModemManager, coverage back');
    await online();
  });

  longScenario('re-plugs a modem whose firmware hangs', async () => {
    await lab.modem({ drop: true, fault: { all: 'timeout' } });
    await timeRecovery(lab, 'ModemManager, hung firmware', 150_000);
    await online();
  });

  scenario('takes a stick again that was pulled', async () => {
    await lab.must('router', ['lab-usb', 'unplug', QMI_MODEM]);
    await untilStatus(lab, ({ chain }) => chain.some(({ reason }) => reason === 'modem_absent'));
    await lab.must('router', ['lab-usb', 'plug', QMI_MODEM]);
    await timeRecovery(lab, 'ModemManager, modem plugged in again');
    await online();
  });

  scenario('begins DHCP and the WiFi anew when they die', async () => {
    await lab.must('router', ['systemctl', 'stop', 'carputer-dhcp.service']);
    const startedMs = performance.now();
    await untilStatus(lab, ({ chain }) => chain[0]?.reason === 'dhcp_down');
    await untilStatus(lab, ({ chain }) => chain[0]?.state === 'ok');
    printTime('dead DHCP server', performance.now() - startedMs);
  });

  scenario('stops a blocked phone in the middle of what it does, and lets it in again', async () => {
    expect(await lab.isOnline()).toBe(true);
    expect(await panel.ask('block', { mac: '02:00:00:00:01:AA' })).toMatchObject({
      ok: true,
      data: { isBlocked: true },
    });
    expect(await lab.isOnline()).toBe(false);
    await panel.data('unblock', { mac: '02:00:00:00:01:aa' });
    await until(() => lab.isOnline());
    await panel.data('name-client', { mac: '02:00:00:00:01:aa', name: 'Anna’s phone' });
    expect(await panel.data('clients')).toMatchObject({
      clients: expect.arrayContaining([expect.objectContaining({ name: 'Anna’s phone' })]) as unknown,
    });
  });

  scenario('cuts at the cap, does not heal then, and goes on when there is more', async () => {
    await panel.data('set-cap', { capBytes: 2_000_000, usedBytes: 1_900_000 });
    const load = ['curl', '-s', '--max-time', '3', '-o', '/dev/null', '-w', '%{size_download}'];
    let loaded = 0;
    await until(
      async () => {
        loaded += Number((await lab.run('phone', [...load, 'http://site.test/bytes/400000'])).out);
        return readStatus(lab).usage.state === 'reached';
      },
      { limitMs: 120_000 },
    );
    expect(loaded).toBeLessThan(110_000);
    const status = await untilStatus(lab, ({ usage }) => usage.state === 'reached');
    expect(status.chain.find(({ state }) => state !== 'ok')).toMatchObject({ link: 'internet', reason: 'cap_reached' });
    await panel.data('set-cap', { capBytes: null });
    await until(() => lab.isOnline());
  });

  scenario('stays offline when somebody wants that, whoever else would dial', async () => {
    await panel.data('disconnect');
    await untilStatus(lab, ({ chain }) => chain.some(({ reason }) => reason === 'data_off'));
    expect(await lab.isOnline()).toBe(false);

    const own = ['type', 'gsm', 'con-name', 'own', 'ifname', 'cdc-wdm0', 'apn', 'internet', 'autoconnect', 'no'];
    await lab.must('router', ['nmcli', 'connection', 'add', ...own]);
    await lab.run('router', ['nmcli', '--wait', '30', 'connection', 'up', 'own']);
    const active = ['nmcli', '-g', 'NAME', 'connection', 'show', '--active'];
    await until(async () => !(await lab.must('router', active)).includes('own'), { limitMs: 60_000 });
    expect(await lab.isOnline()).toBe(false);
    await lab.must('router', ['nmcli', 'connection', 'delete', 'own']);
    await panel.data('connect');
    await timeRecovery(lab, 'connected again by hand');
    await online();
  });

  scenario('tells what it did in order, how the signal was, and that there is no VPN', async () => {
    const { entries } = (await panel.data('log', { limit: 3 })) as {
      entries: readonly { seq: number; code: string }[];
    };
    const seqs = entries.map(({ seq }) => seq);
    expect(seqs.toSorted((a, b) => a - b)).toEqual(seqs);
    expect(new Set(seqs).size).toBe(3);
    const { samples } = (await panel.data('signal-history')) as {
      samples: readonly { atUptimeMs: number; rsrpDbm: number | null; modemId: string }[];
    };
    expect(samples.some(({ rsrpDbm, modemId }) => rsrpDbm === -97 && modemId === QMI_MODEM)).toBe(true);
    const times = samples.map(({ atUptimeMs }) => atUptimeMs);
    expect(times.toSorted((a, b) => a - b)).toEqual(times);
    expect(await panel.data('vpn', {})).toMatchObject({ isOn: false, isUp: false, name: null });
    expect((await panel.ask('vpn', { isOn: true })).error?.code).toBe('not_supported');
    expect((await panel.ask('ussd', { code: '*100#; id' })).error?.code).toBe('bad_arguments');
  });

  scenario('comes up after a restart of the machine, with its counters and its blocked phones', async () => {
    await panel.data('block', { mac: '02:00:00:00:02:aa' });
    const { usage } = readStatus(lab);
    await panel.data('reboot');
    await until(async () => (await lab.run('router', ['cat', '/run/lab/power'])).out.includes('rebooted'), {
      limitMs: 60_000,
    });
    await timeRecovery(lab, 'router restarted');
    const after = await untilStatus(lab, ({ brokenLink }) => brokenLink === null);
    expect(after.usage.usedBytes).toBeGreaterThanOrEqual(usage.usedBytes);
    expect(await panel.data('clients')).toMatchObject({
      clients: expect.arrayContaining([
        expect.objectContaining({ mac: '02:00:00:00:02:aa', isBlocked: true }),
      ]) as unknown,
    });
  });
});
