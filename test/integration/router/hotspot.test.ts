import { existsSync } from 'node:fs';

import { beforeEach, describe, expect, it } from 'vitest';

import { RouterCopy } from '#test/support/router-copy';
import { whyNoRules } from '#test/support/router-rule';

let router: RouterCopy;

beforeEach(async (ctx) => {
  if (whyNoRules !== undefined) ctx.skip(whyNoRules);
  router = await RouterCopy.make();
  ctx.onTestFinished(() => router[Symbol.asyncDispose]());
  router.tool('systemctl');
});

/** The loop for so many looks, 3 s apart on a clock of its own that begins at 100 s; what it told before each of them. */
function look(reason: string | null, looks: number): unknown[] {
  router.write('run/hotspot.json', JSON.stringify({ isOn: true, reason, ssid: 'Car' }));
  router.write('run/clock', '100000');
  router.write('told', '');
  const [clock, heal, told] = ['run/clock', 'run/hotspot-heal.json', 'told'].map((name) => router.path(name));
  const nowMs = `$(cat '${clock ?? ''}')`;
  router.tool(
    'sleep',
    `{ cat '${heal ?? ''}' 2>/dev/null || echo null; } >>'${told ?? ''}'
nowMs=$((${nowMs} + 3000))
echo $nowMs >'${clock ?? ''}'
[ $nowMs -le ${String(100_000 + 3_000 * looks)} ]`,
  );
  router.run(['hotspot'], `now() { NOW=${nowMs}; }\nhotspot_loop`);
  return router
    .read('told')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

describe('a hotspot that is down', () => {
  it('is begun anew after a while, further and further apart, and it is told before what comes next', () => {
    const [before, ...told] = look('dhcp_down', 8);
    expect(before).toBeNull();
    const waiting = (attempt: number, nextAtUptimeMs: number) => ({
      ...{ state: 'waiting', rung: 'daemons', attempt, reason: 'dhcp_down', nextAtUptimeMs, pausedBy: null },
    });
    const first = waiting(0, 109_000);
    const second = waiting(1, 119_000);
    expect(told).toEqual([first, first, second, second, second, second, waiting(2, 141_000), waiting(2, 141_000)]);
    const restart = 'systemctl restart carputer-dhcp.service';
    expect(router.calls().filter((call) => call.startsWith('systemctl'))).toEqual([restart, restart]);
  });

  it('is spoken of no more once it is well, nor while another name is on trial', () => {
    look('hotspot_down', 3);
    expect(router.calls()).toContain('systemctl restart carputer-hotspot.service');
    expect(look(null, 2)).toEqual([null, null, null]);
    router.write('var/change.json', '{}');
    expect(look('hotspot_down', 4)).toEqual(Array.from({ length: 5 }, () => null));
    expect(existsSync(router.path('run/hotspot-heal.json'))).toBe(false);
  });
});
