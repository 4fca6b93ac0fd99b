import { existsSync } from 'node:fs';

import { describe, expect, it, type TestContext } from 'vitest';

import { canRun } from '#test/support/can-run';
import { RouterCopy } from '#test/support/router-copy';
import { whyNoRules } from '#test/support/router-rule';

const LIMIT_MS = 120_000;
const MODEM = { id: '1-1', kind: 'qmi', wdm: 'cdc-wdm0', interface: 'wwan0', port: 'cdc-wdm0', isInUse: true };

const test = (
  name: string,
  act: (router: RouterCopy, ctx: TestContext) => void,
  settings: Readonly<Record<string, string>> = {},
) =>
  it(name, async (ctx) => {
    if (whyNoRules !== undefined) ctx.skip(whyNoRules);
    await using router = await RouterCopy.make(settings);
    router.write('run/modems.json', JSON.stringify([MODEM]));
    router.write('run/mm-modems', '/org/freedesktop/ModemManager1/Modem/0 1-1\n');
    for (const tool of ['mmcli', 'nmcli']) router.tool(tool);
    act(router, ctx);
  });
const verb = (router: RouterCopy, name: string, args: object) =>
  JSON.parse(router.script(['sh', router.path('program/verb'), name], JSON.stringify(args))) as object;
const step = (router: RouterCopy) => router.script(['sh', router.path('program/step'), '1-1', 'session', 'asked']);
const dialled = (router: RouterCopy) => router.calls().filter((call) => /connection up|simple-connect=/u.test(call));

describe('while data are switched off', { timeout: LIMIT_MS }, () => {
  test('no session is begun, whoever asks', (router) => {
    router.write('var/data-wanted', '0\n');
    step(router);
    expect(verb(router, 'reset-modem', { how: 'session' })).toMatchObject({ ok: false, error: { code: 'data_off' } });
    expect(router.run(['sms-commands'], 'sms_do reconnect')).toBe('Data are switched off in the car\n');
    expect(dialled(router)).toEqual([]);
  });
  test('none is begun by hand that was ended in the middle of it', (router) => {
    const off = `echo 0 >'${router.path('var/data-wanted')}'`;
    router.tool('nmcli', `case "$*" in *"connection up"*) ${off}; exit 4 ;; esac`);
    step(router);
    expect(dialled(router)).toEqual(['nmcli connection up carputer-1-1']);
  });
  test('one that has come up meanwhile is ended', (router) => {
    router.tool('nmcli', `case "$*" in *"connection up"*) echo 0 >'${router.path('var/data-wanted')}' ;; esac`);
    step(router);
    expect(router.calls().at(-1)).toBe('nmcli connection down carputer-1-1');
    expect(router.read('profiles/carputer-1-1.nmconnection')).toContain('autoconnect=false');
  });
});

describe('user and password for qmi-network', { timeout: LIMIT_MS }, () => {
  const settings = { DRIVER: 'qmi-network' };

  test(
    'are words to it, whatever is in them, never commands',
    (router, ctx) => {
      if (!canRun('qmi-network', '--version')) ctx.skip('qmi-network is not installed');
      const trap = router.path('trap');
      router.tool('qmicli', 'exit 1');
      const password = `x;touch$IFS'${trap}';$(touch\${IFS}${trap})&`;
      router.write('var/modems/1-1.json', JSON.stringify({ apn: 'internet', user: 'me', password }));
      router.run(['usb', 'qmi'], 'qmi-network --profile="$(qmi_profile 1-1)" /dev/carputer-none start >/dev/null 2>&1');
      expect(existsSync(trap)).toBe(false);
      expect(router.calls().at(-1)).toContain(`apn='internet',username='me',password='${password}'`);
    },
    settings,
  );
  test(
    'are refused with what it would split or expand',
    (router) => {
      const setApn = (given: object) => verb(router, 'set-apn', { apn: 'internet', ...given });
      for (const password of ['a b', "it's", 'a*']) {
        const error = { code: 'bad_arguments', details: { field: 'password' } };
        expect(setApn({ password }), password).toMatchObject({ error });
      }
      expect(setApn({ user: '[a' })).toMatchObject({ error: { details: { field: 'user' } } });
      // The next question is whether another change waits.
      router.write('var/change.json', '{}');
      expect(setApn({ user: 'a;$b&]', password: '#"(x)' })).toMatchObject({ error: { code: 'busy' } });
    },
    settings,
  );
});
