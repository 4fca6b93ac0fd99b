import { describe, expect, it } from 'vitest';

import { PairingClosed, PairingWindow, WrongCode } from '#server/access/pairing-window';

function setup() {
  const clock = { nowMs: 0, uptimeMs: () => clock.nowMs };
  return { clock, window: new PairingWindow(clock) };
}

/** What a stranger who tries every code in turn finds. */
function guess(window: PairingWindow, first: number): 'in' | 'closed' {
  for (let code = first; ; code += 1) {
    try {
      window.redeem(String(code).padStart(6, '0'));
      return 'in';
    } catch (error) {
      if (error instanceof PairingClosed) return 'closed';
      if (!(error instanceof WrongCode)) throw error;
    }
  }
}

describe('PairingWindow', () => {
  it('draws six digits, each window anew', () => {
    const { window } = setup();
    const codes = Array.from({ length: 50 }, () => window.open().code);

    expect(codes.every((code) => /^\d{6}$/u.test(code))).toBe(true);
    expect(new Set(codes).size).toBeGreaterThan(45);
  });

  it('takes the code of the newest window only', () => {
    const { window } = setup();
    const old = window.open().code;
    const { code } = window.open();

    if (old !== code) expect(() => window.redeem(old)).toThrow(WrongCode);
    expect(() => window.redeem(code)).not.toThrow();
  });

  it('ends after two minutes to the millisecond', () => {
    const { clock, window } = setup();
    const { code, expiresInMs } = window.open();
    clock.nowMs = expiresInMs - 1;
    expect(() => window.redeem(code)).not.toThrow();

    const next = window.open();
    clock.nowMs += expiresInMs;
    expect(() => window.redeem(next.code)).toThrow(PairingClosed);
  });

  it('lets a stranger with all the time of a day no more than 144 x 15 guesses', () => {
    const { clock, window } = setup();
    let opened = 0;
    for (clock.nowMs = 0; clock.nowMs < 86_400_000; clock.nowMs += 10_000) {
      try {
        window.open();
        opened += 1;
      } catch {
        continue;
      }
      expect(['closed', 'in']).toContain(guess(window, opened * 5));
    }

    // Three windows of five tries in ten minutes.
    expect(opened).toBeLessThanOrEqual(144 * 3 + 3);
  });
});
