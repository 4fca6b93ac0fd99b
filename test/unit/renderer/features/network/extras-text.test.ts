import { describe, expect, it } from 'vitest';

import { ddnsText, vpnText } from '#renderer/shared/features/network/extras-text.ts';

const VPN = {
  ...{ isInstalled: true, isOn: true, name: 'home', isUp: true, rxBytes: 0, txBytes: 0 },
  ...{ lastHandshakeUptimeMs: 8_000, silentSinceUptimeMs: null, fault: null },
};
const DDNS = {
  ...{ isOn: true, host: 'car.example.org', address: '203.0.113.7', state: 'good', answer: 'good', atUptimeMs: 20_000 },
};

describe('the tunnel', () => {
  it('is told by how long ago the other end was heard', () => {
    expect(vpnText(VPN, 20_000)).toBe('up · the other end was heard 12 s ago');
    expect(vpnText(VPN, 308_000)).toContain('5 min ago');
    expect(vpnText({ ...VPN, lastHandshakeUptimeMs: null }, 20_000)).toBe('up, but the other end does not answer');
  });

  it('is no better than its other end', () => {
    expect(vpnText({ ...VPN, silentSinceUptimeMs: 20_000 }, 200_000)).toBe(
      'up, but the other end has not answered for 3 min',
    );
  });

  it('waits for the link', () => {
    expect(vpnText({ ...VPN, isUp: false }, 0)).toBe('waits for the internet');
  });

  it('says why it does not come up, and nothing of that where nobody wants it', () => {
    const down = { ...VPN, isUp: false, fault: 'Name or service not known' };
    expect(vpnText(down, 0)).toBe('does not come up: Name or service not known');
    expect(vpnText({ ...down, isOn: false }, 0)).toBe('Off');
  });
});

describe('the dynamic name', () => {
  it('says which address it stands for, and since when', () => {
    expect(ddnsText(DDNS, 260_000)).toBe('203.0.113.7 · set · 4 min ago');
  });

  it("puts the server's answer into words, and shows one that it does not know as it is", () => {
    expect(ddnsText({ ...DDNS, address: null, state: 'failed', answer: 'badauth' }, 21_000)).toBe(
      'login or password is wrong · 1 s ago',
    );
    expect(ddnsText({ ...DDNS, state: 'failed', answer: 'numhost' }, 21_000)).toContain('numhost');
    expect(ddnsText({ ...DDNS, state: null, answer: null }, 0)).toBe('not tried yet');
  });
});
