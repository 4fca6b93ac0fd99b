import { describe, expect, it } from 'vitest';

import type { RouterLogEntry } from '#contract/entities/router-message';
import { logText } from '#renderer/shared/features/network/log-text.ts';

const entry = (code: string, details: Record<string, unknown> = {}): RouterLogEntry => ({
  ...{ seq: 1, atUptimeMs: 0, bootId: 'b', clockMs: null, level: 'info', modemId: null, text: 'as the router says it' },
  ...{ code, details },
});

describe('a line of the log', () => {
  it('says what somebody has asked for', () => {
    expect(logText(entry('request', { what: 'disconnect' }))).toBe('Asked to stay offline');
    // A router of before does not say what.
    expect(logText(entry('request'))).toBe('as the router says it');
  });

  it('says what was changed, for whom, and why', () => {
    expect(logText(entry('rolled_back', { kind: 'hotspot', why: 'unconfirmed' }))).toBe(
      'The change was undone · Another hotspot',
    );
    expect(logText(entry('switched', { why: 'stronger' }))).toBe('Changed to another modem · stronger signal');
    expect(logText(entry('blocked', { mac: '02:00:00:00:01:aa' }))).toBe('A phone was blocked · 02:00:00:00:01:aa');
    expect(logText(entry('healed', { afterMs: 9_000 }))).toBe('Online again after 9 s');
  });

  it('is the router’s own where its code is not known here', () => {
    expect(logText(entry('from_the_future', { kind: 'apn' }))).toBe('as the router says it');
  });
});
