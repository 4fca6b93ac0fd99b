import { describe, expect, it } from 'vitest';

import type { Healing } from '#contract/entities/router-status';
import { nextStep } from '#renderer/shared/features/network/chain-text.ts';

const IDLE: Healing = { state: 'idle', rung: null, attempt: 0, reason: null, nextAtUptimeMs: null, pausedBy: null };

describe('what is next', () => {
  it('is the router’s own next step, with its time', () => {
    const waiting = { ...IDLE, state: 'waiting', rung: 'radio', nextAtUptimeMs: 9_000 } as const;
    expect(nextStep(waiting, 'no_coverage', 5_000)).toBe('Next: the radio off and on in\u00a04\u00a0s');
  });

  it('is up to somebody where the router itself can do nothing', () => {
    expect(['modem_absent', 'sim_absent', 'captive_portal'].map((reason) => nextStep(IDLE, reason, 0))).toEqual([
      'Plug it in, or into another socket',
      'Put a SIM into the modem',
      'Sign in there, on a phone in this WiFi',
    ]);
    // What the router cannot mend has a word for each; `dns_failed` is that only where all goes through the tunnel.
    const others = ['no_radio', 'tunnel_silent', 'dns_failed', 'modem_unmanaged', 'phone_unplugged'];
    expect(others.filter((reason) => nextStep(IDLE, reason, 0) === '')).toEqual([]);
  });

  it('asks for the number that the SIM asks for', () => {
    const paused = { ...IDLE, state: 'paused', pausedBy: 'pin' } as const;
    expect(nextStep(paused, 'pin_needed', 0)).toBe('Enter the PIN in Modem');
    expect(nextStep(paused, 'puk_needed', 0)).toBe('Enter the PUK in Modem');
  });

  it('is nothing where nothing is wrong, or it only takes its time', () => {
    expect([nextStep(IDLE, null, 0), nextStep(IDLE, 'searching', 0)]).toEqual(['', '']);
  });
});
