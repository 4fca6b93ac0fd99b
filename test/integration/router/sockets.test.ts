import { existsSync } from 'node:fs';

import { beforeEach, describe, expect, it } from 'vitest';

import { RouterCopy } from '#test/support/router-copy';
import { modemsOf, whyNoRules } from '#test/support/router-rule';

const LIMIT_MS = 120_000;
const HUAWEI = '12d1 1506 qmi_wwan cdc-wdm0 wwan0 -';
const ZTE = '19d2 1405 qmi_wwan cdc-wdm1 wwan1 -';

let router: RouterCopy;

beforeEach(async (ctx) => {
  if (whyNoRules !== undefined) ctx.skip(whyNoRules);
  router = await RouterCopy.make();
  ctx.onTestFinished(() => router[Symbol.asyncDispose]());
  for (const tool of ['mmcli', 'nmcli', 'pkill', 'qmicli']) router.tool(tool);
});

/** The round after those lines of USB; one after another, as the router's service looks. */
function plugged(...lines: readonly string[]): void {
  const rounds = lines.map((line) => `plugged_since '${line}'`);
  router.run(['usb', 'mm', 'collect'], ['now', ...rounds, 'settings_known'].join('\n'));
}

const settingsOf = (id: string) => JSON.parse(router.read(`var/modems/${id}.json`)) as unknown;

describe('a stick in another socket', { timeout: LIMIT_MS }, () => {
  it('takes its settings along, and that it is preferred', () => {
    router.write('var/modems/1-1.json', '{"apn":"own","pin":"1234"}');
    router.write('var/preferred', '1-1\n');
    plugged(`1-1 ${HUAWEI}`, '', `1-2 ${HUAWEI}`);
    expect(settingsOf('1-2')).toEqual({ apn: 'own', pin: '1234', vendor: '12d1' });
    expect(existsSync(router.path('var/modems/1-1.json'))).toBe(false);
    expect(router.read('var/preferred')).toBe('1-2\n');
  });

  it('takes none from one of another maker, nor from one that is plugged in', () => {
    router.write('var/modems/1-1.json', '{"apn":"own"}');
    plugged(`1-1 ${HUAWEI}`, '', `1-2 ${ZTE}`, `1-1 ${HUAWEI}\n1-2 ${ZTE}\n1-3 ${HUAWEI}`);
    expect(settingsOf('1-1')).toEqual({ apn: 'own', vendor: '12d1' });
    expect([settingsOf('1-2'), settingsOf('1-3')]).toEqual([{ vendor: '19d2' }, { vendor: '12d1' }]);
  });

  it('leaves nothing to be told of the old one, and more than eight are told by nobody', () => {
    plugged(`1-1 ${HUAWEI}`, '', `1-2 ${ZTE}`);
    const settings = JSON.parse(router.read('run/settings.json')) as Record<string, object>;
    const told = (args: object) => modemsOf({ settings, usbLines: `1-2 ${ZTE}`, ...args }).map(({ id }) => id);
    expect(told({})).toEqual(['1-2']);
    // As long as it is the only one, its absence is what is wrong; so it is of one that was there since the start.
    expect(told({ usbLines: '' })).toEqual(['1-1', '1-2']);
    expect(told({ previous: [[{ id: '1-1', wasSeen: true }]] })).toEqual(['1-2', '1-1']);
    const chosen = Object.fromEntries(Array.from({ length: 12 }, (_, socket) => [`2-${socket}`, { isOwn: true }]));
    expect(told({ settings: chosen })).toHaveLength(8);
    expect(told({ settings: chosen })[0]).toBe('1-2');
  });
});

describe('a profile of NetworkManager', { timeout: LIMIT_MS }, () => {
  it('waits for its stick, but dials for no other, nor while nobody wants data', () => {
    const left = (port: string) => {
      for (const id of ['1-1', '1-2'])
        router.write(`profiles/carputer-${id}.nmconnection`, 'interface-name=cdc-wdm0\n');
      router.write('calls', '');
      router.write('run/modems.json', JSON.stringify([{ id: '1-2', kind: 'qmi', port, session: {} }]));
      router.write('var/modems/1-2.json', '{}');
      router.run(['usb', 'mm', 'collect'], 'PLUGGED=1-2; profiles_round');
      expect(existsSync(router.path('profiles/carputer-1-2.nmconnection'))).toBe(true);
      expect(router.calls().includes('nmcli connection delete carputer-1-1')).toBe(port === 'cdc-wdm0' || isOff);
      return existsSync(router.path('profiles/carputer-1-1.nmconnection'));
    };
    let isOff = false;
    expect(left('cdc-wdm1')).toBe(true);
    expect(left('cdc-wdm0')).toBe(false);
    isOff = true;
    router.write('var/data-wanted', '0\n');
    expect(left('cdc-wdm1')).toBe(false);
  });

  it('of somebody else keeps no session up while nobody wants data', () => {
    const modem = { id: '1-1', kind: 'qmi', port: 'cdc-wdm0', session: { isUp: true } };
    const round = (isUp: boolean) => {
      router.write('run/modems.json', JSON.stringify([{ ...modem, session: { isUp } }]));
      router.write('calls', '');
      router.run(['usb', 'mm', 'collect'], `PLUGGED=1-1; profiles_round`);
      return router.calls();
    };
    expect(round(true)).not.toContain('nmcli device disconnect cdc-wdm0');
    router.write('var/data-wanted', '0\n');
    expect(round(true)).toContain('nmcli device disconnect cdc-wdm0');
    expect(round(false)).not.toContain('nmcli device disconnect cdc-wdm0');
  });
});

describe('a stick that is plugged in anew by software', { timeout: LIMIT_MS }, () => {
  const killed = (other: object) => {
    router.plug('1-2', '12d1', '1506', { qmi_wwan: ['net/wwan1'] });
    router.write('usb/devices/1-2/authorized', '1\n');
    const well = { id: '1-1', kind: 'qmi', fault: null, session: { isUp: true } };
    router.write(
      'run/modems.json',
      JSON.stringify([
        { ...well, ...other },
        { id: '1-2', kind: 'qmi', fault: 'x' },
      ]),
    );
    router.script(['sh', router.path('program/step'), '1-2', 'usb', 'connect_failed']);
    expect(router.read('usb/devices/1-2/authorized')).toBe('1\n');
    return router.calls().includes('pkill -x qmi-proxy');
  };
  it('takes no other one’s session along', () => {
    expect(killed({})).toBe(false);
  });
  it('gets a new proxy where no other needs it', () => {
    expect(killed({ kind: 'at' })).toBe(true);
  });
});

describe('what answers in the place of the internet', { timeout: LIMIT_MS }, () => {
  const reasonOf = (said: string, path: string) => {
    router.tool('curl', `echo '${said} 0.04'`);
    router.tool('getent', 'echo 192.0.2.1');
    router.run(['usb', 'mm', 'collect'], `PROBE_PATH=${path}; probe 1-1 wwan0`);
    return (JSON.parse(router.read('run/probe-1-1')) as { '1-1': { reason: string | null } })['1-1'].reason;
  };
  it('is a page that asks for something, where none was to be', () => {
    expect(reasonOf('204', '/generate_204')).toBeNull();
    expect(reasonOf('200', '/generate_204')).toBe('captive_portal');
    expect(reasonOf('302', '/generate_204')).toBe('captive_portal');
    expect(reasonOf('200', '/')).toBeNull();
  });
});
