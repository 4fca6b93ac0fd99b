import { describe, expect, it } from 'vitest';

import { BROKEN_STATES } from '#test/support/broken-states';
import { rule, whyNoRules } from '#test/support/router-rule';
import type { Break } from '#test/support/scripted-router';

const NOW = 1_000_000;
const OFF: Readonly<Record<string, 'cap' | 'user'>> = { cap_reached: 'cap', data_off: 'user' };
const STATES = Object.entries(BROKEN_STATES).filter(([, [wrong]]) => wrong.link !== 'hotspot');

describe('what the panel is shown', () => {
  for (const [name, [wrong]] of STATES) {
    it(`is what the router’s own rules make of it: ${name}`, (ctx) => {
      if (whyNoRules !== undefined) ctx.skip(whyNoRules);
      const { afterMs, rung = null, pausedBy = null, state = 'idle' } = wrong.heal ?? {};
      const told = statusOf(wrong);
      const link = { link: wrong.link, reason: wrong.reason, state: wrong.state ?? 'broken' };
      expect(told.brokenLink).toBe(wrong.state === 'off' ? null : wrong.link);
      expect(told.chain).toContainEqual(expect.objectContaining(link));
      expect(told.heal).toMatchObject({ state, rung, pausedBy });
      // What is announced for later than the router would ever wait is no state of it.
      if (afterMs !== undefined) expect(afterMs).toBeLessThanOrEqual((told.heal.nextAtUptimeMs ?? NOW) - NOW);
    });
  }
});

interface Told {
  readonly brokenLink: string | null;
  readonly chain: readonly object[];
  readonly heal: { readonly nextAtUptimeMs: number | null };
}

/** The status right after the steps that were tried, or the fault where none was. */
function statusOf({ reason, heal = {}, modem, isCapReached = false }: Break): Told {
  const { state, rung, attempt = 0, pausedBy } = heal;
  const off = OFF[reason];
  const fault = off === undefined ? reason : null;
  const modems = [
    modem === 'none'
      ? []
      : [{ id: 'a', kind: 'qmi', state: 'registered', fault, faultSinceUptimeMs: NOW, stateSinceUptimeMs: 0 }],
  ];
  const stepping = state === 'working' ? { a: rung } : {};
  const common = { now: NOW, modems, wanted: off !== 'user', stepping };
  const before = { steps: { [reason]: attempt }, attempt, pauseUntilUptimeMs: NOW + pauseMs(attempt) };
  const heals = rule(
    'ladder',
    { a: attempt > 0 ? before : {} },
    {
      ...{ ...common, cap: isCapReached, refused: pausedBy === 'apn' ? ['a'] : [] },
      ...{ ended: {}, power: {}, driver: 'modemmanager', mayReboot: true },
    },
  );
  const status = rule(
    'status',
    null,
    {
      ...{ ...common, heals, hotspot: [{ isOn: true, clientCount: 1, reason: null }], hotspotHeal: null },
      ...{ uplink: [{ modemId: null }], usage: isCapReached ? { state: 'reached', action: 'stop' } : {} },
      ...{ messages: {}, vpn: {}, ddns: {}, change: null, clock: null, milli: null, shared: false, load: 0, free: 0 },
      ...{ version: '', boot: '', driver: '', preferred: '', ddnsHost: '', lastSeq: '' },
    },
    ['-n'],
  );
  return status as Told;
}

/** After so many steps: 5 s, doubled with each, 10 min at the most. */
function pauseMs(attempt: number): number {
  return attempt === 0 ? 0 : Math.min(600_000, 5_000 * 2 ** (attempt - 1));
}
