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
});
