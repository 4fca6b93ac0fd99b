import { utimesSync } from 'node:fs';

import { describe, expect, it, onTestFinished } from 'vitest';

import { RouterCopy } from '#test/support/router-copy';
import { whyNoRules } from '#test/support/router-rule';

const CHANGE = { id: 'c17', kind: 'apn', expiresAtUptimeMs: 1, bootId: 'b', before: {} };

function test(name: string, act: (router: RouterCopy) => void): void {
  it(name, async (ctx) => {
    if (whyNoRules !== undefined) ctx.skip(whyNoRules);
    const router = await RouterCopy.make();
    onTestFinished(() => router[Symbol.asyncDispose]());
    act(router);
  });
}

/** What is answered to `confirm`; `before` is done just before. */
function confirm(router: RouterCopy, before = ':'): unknown {
  const said = router.run(['change', 'verbs'], `${before}; ARGUMENTS='{"changeId":"c17"}'; verb_confirm`);
  return JSON.parse(said) as unknown;
}

describe('a change that is confirmed', () => {
  test('is kept', (router) => {
    router.write('var/change.json', JSON.stringify(CHANGE));
    expect(confirm(router)).toMatchObject({ ok: true, data: { isKept: true } });
    expect(router.run([], 'ls "$VAR"')).not.toContain('change.json');
  });

  test('is not said to be kept where it was put back meanwhile', (router) => {
    router.write('var/change.json', JSON.stringify(CHANGE));
    // Whoever puts it back holds the lock while this one waits for it.
    const away = `flock() { rm -f '${router.path('var/change.json')}'; }`;
    expect(confirm(router, away)).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });
});

describe('a message', () => {
  const kept = (router: RouterCopy, timestamp: string) => {
    const raw = JSON.stringify({ sms: { content: { number: 'EE', text: 'Hello' }, properties: { timestamp } } });
    router.run(['messages'], `message_keep '${raw}' 1-1`);
    const said = router.run([], 'cat "$VAR"/messages/*.json');
    return (JSON.parse(said) as { sentClockMs: number | null }).sentClockMs;
  };

  for (const [stamp, sentAt] of [
    ['2026-07-05T12:00:00+02', '2026-07-05T10:00:00Z'],
    ['2026-07-05T12:00:00-05:30', '2026-07-05T17:30:00Z'],
    ['2026-07-05T12:00:00+00', '2026-07-05T12:00:00Z'],
  ] as const) {
    test(`is told with the operator’s time, wherever that is: ${stamp}`, (router) => {
      expect(kept(router, stamp)).toBe(Date.parse(sentAt));
    });
  }

  test('is told without a time that is none', (router) => {
    expect(kept(router, '--')).toBeNull();
  });

  test('of somebody who sends many goes before those of others, and before what waits to be sent', (router) => {
    const write = (name: string, number: string, state: string, atSeconds: number) => {
      router.write(`var/messages/${name}.json`, JSON.stringify({ id: name, number, state }));
      utimesSync(router.path(`var/messages/${name}.json`), atSeconds, atSeconds);
    };
    write('owner', '+491', 'unread', 1);
    write('o-queued', '+491', 'queued', 2);
    for (const index of [3, 4, 5, 6]) write(`flood${String(index)}`, '+666', 'unread', index);
    router.run(['messages'], 'MESSAGES_KEPT=4; messages_trim');
    expect(router.run([], 'ls "$VAR/messages"').split('\n').filter(Boolean)).toEqual([
      'flood5.json',
      'flood6.json',
      'o-queued.json',
      'owner.json',
    ]);
  });

  test('in parts that never become whole leaves room on the SIM for others', (router) => {
    const tools = `mmcli() {
      case $* in
        *--messaging-list-sms*) echo '{"modem.messaging.sms":["/s/10","/s/9","/s/2","/s/3","/s/4","/s/5","/s/6"]}' ;;
        *--messaging-delete-sms*) echo "$*" >>"$RUN/dropped" ;;
        *) echo '{"sms":{"properties":{"state":"receiving"}}}' ;;
      esac
    }
    within() { shift; "$@"; }`;
    router.run(['messages'], `${tools}; messages_take /m/0 1-1; cat "$RUN/dropped"`);
    expect(router.read('run/dropped')).toBe(
      '-m /m/0 --messaging-delete-sms=/s/2\n-m /m/0 --messaging-delete-sms=/s/3\n',
    );
  });

  test('has a revision of its own when several change at once', (router) => {
    const many = 'for _ in 1 2 3 4 5 6 7 8; do messages_changed & done; wait';
    router.run(['messages'], many);
    expect(router.read('var/messages-revision')).toBe('8\n');
  });
});

describe('of several changes at the same moment', () => {
  test('one is begun, and the others are told to wait', (router) => {
    const said = router.run(
      ['change', 'verbs'],
      `for n in 1 2 3 4; do (change_begin apn '{}'; echo begun) & done; wait`,
    );
    const lines = said.trim().split('\n');
    expect(lines.filter((line) => line === 'begun')).toHaveLength(1);
    expect(lines.filter((line) => line.includes('"code":"busy"'))).toHaveLength(3);
    expect(router.run([], 'ls "$VAR" | grep change')).toBe('change.json\n');
  });
});

describe('arguments', () => {
  for (const program of ['routerctl', 'verb'])
    test(`end with their line, whoever keeps the connection open: ${program}`, (router) => {
      const asked = `SSH_ORIGINAL_COMMAND=log timeout 10 sh '${router.path(`program/${program}`)}' block`;
      const kept = `mkfifo '${router.path('in')}'; exec 3<>'${router.path('in')}'; echo '{"limit":"many"}' >&3`;
      const said = router.script(['sh', '-c', `${kept}; ${asked} <'${router.path('in')}'`]);
      expect(JSON.parse(said)).toMatchObject({ ok: false, error: { code: 'bad_arguments' } });
    });
});

describe('commands by SMS that are refused', () => {
  test('are all counted, and do not push everything else out of the log', (router) => {
    router.write('var/sms-commands.json', '{"isOn":true,"numbers":["+447700900999"]}');
    router.run(
      ['messages', 'sms-commands'],
      "SMS_TOLD_A_DAY=2; for n in 1 2 3 4; do sms_command +447700900111 'CAR status 1 0123456789' 1-1; done",
    );
    expect(JSON.parse(router.read('var/sms-commands.json'))).toMatchObject({ refusedNumber: 4 });
    expect(router.read('var/log.jsonl').match(/"sms_refused"/gu)).toHaveLength(2);
  });
});

describe('on a full card', () => {
  const MAC = '02:00:00:00:01:aa';
  // Writing is `cat` with nothing to read but its input.
  const fill = (router: RouterCopy) => {
    router.write('run/modems.json', JSON.stringify([{ id: '1-1', kind: 'qmi', isInUse: true }]));
    router.tool('cat', '[ $# -gt 0 ] || { head -c 1; exit 1; }; exec /bin/cat "$@"');
    for (const tool of ['nft', 'ip', 'hostapd_cli', 'conntrack', 'mmcli', 'nmcli', 'systemctl']) router.tool(tool);
  };
  const acted = (router: RouterCopy) => router.calls().filter((call) => !call.startsWith('cat'));

  for (const [name, args] of [
    ['connect', {}],
    ['disconnect', {}],
    ['set-apn', { apn: 'other' }],
    ['set-hotspot', { key: 'another-secret' }],
    ['block', { mac: MAC }],
    ['name-client', { mac: MAC, name: 'Anna' }],
    ['sms-send', { number: '+447700900999', text: 'Hello' }],
    ['sms-commands', { isOn: true }],
    ['prefer-modem', { modemId: '1-1' }],
  ] as const)
    test(`${name} is refused, and nothing is done`, (router) => {
      fill(router);
      const said = router.script(['sh', router.path('program/verb'), name], JSON.stringify(args));
      expect(JSON.parse(said)).toMatchObject({ ok: false, error: { code: 'not_kept' } });
      expect(acted(router)).toEqual([]);
      expect(router.run([], 'find "$VAR" "$ETC" -type f').trim()).toBe(router.path('etc/router.conf'));
    });

  test('no command by SMS is obeyed, which could be sent again', (router) => {
    const key = '00112233445566778899aabbccddeeff';
    router.write('var/sms-commands.json', JSON.stringify({ isOn: true, numbers: ['+447700900999'], key }));
    router.write('run/status.json', '{}');
    fill(router);
    router.run(
      ['messages', 'sms-commands'],
      `sms_command +447700900999 "CAR status 7 $(hmac ${key} 'CAR status 7' | head -c 10)" 1-1`,
    );
    expect(router.run([], 'ls "$VAR/messages"')).toBe('');
    expect(router.run([], 'ls "$VAR"')).not.toContain('log.jsonl');
  });
});
