import { describe, expect, it } from 'vitest';

import { backOffMs, linkAtStart, nextLink, type LinkSign } from '#network/link/link-rules';

const OURS = 'SHA256:ours';

/** What has become of the link after these signs, a second apart. */
function after(...signs: readonly LinkSign[]) {
  return signs.reduce((link, sign, index) => nextLink(link, sign, 1_000 * (index + 1)), linkAtStart(OURS, 0));
}

const heard: LinkSign = { kind: 'heard', fingerprint: OURS };
const lost = (sinceMs: number): LinkSign => ({ kind: 'lost', trouble: 'no_answer', nextTryAtMs: 9_000, sinceMs });

describe('the link to the router', () => {
  it('is online from the first sensible line on, since then', () => {
    expect(after({ kind: 'trying' }, heard, heard)).toMatchObject({
      ...{ state: 'online', sinceUptimeMs: 2_000, fingerprint: OURS, trouble: null },
    });
  });

  it('is unreachable since something came last, not since that was noticed', () => {
    expect(after(heard, { kind: 'silent', sinceMs: 400 })).toMatchObject({
      ...{ state: 'unreachable', trouble: 'silent', sinceUptimeMs: 400 },
    });
    expect(after(heard, lost(700))).toMatchObject({ state: 'unreachable', sinceUptimeMs: 700 });
  });

  it('keeps since when it is unreachable through all tries, and names the next one', () => {
    const link = after(heard, lost(700), { kind: 'trying' }, lost(3_900));
    expect(link).toMatchObject({ state: 'unreachable', sinceUptimeMs: 700, nextTryAtUptimeMs: 9_000 });
    expect(nextLink(link, { kind: 'trying' }, 5_000).nextTryAtUptimeMs).toBeNull();
  });

  it('is back without its old trouble', () => {
    expect(after(heard, lost(700), heard)).toMatchObject({ state: 'online', trouble: null, sinceUptimeMs: 3_000 });
  });

  it('is slow only while it is online, and forgets that with the connection', () => {
    const slow: LinkSign = { kind: 'pace', slowSinceMs: 1_200 };
    expect(after(slow)).toMatchObject({ state: 'connecting', slowSinceUptimeMs: null });
    expect(after(heard, slow, heard)).toMatchObject({
      state: 'online',
      sinceUptimeMs: 1_000,
      slowSinceUptimeMs: 1_200,
    });
    expect(after(heard, slow, { kind: 'pace', slowSinceMs: null }).slowSinceUptimeMs).toBeNull();
    expect(after(heard, slow, lost(700), heard).slowSinceUptimeMs).toBeNull();
  });

  it('shows both keys when another one answers, and begins anew when somebody forgets the old one', () => {
    const changed = after({ kind: 'changed_key', fingerprint: 'SHA256:theirs', nextTryAtMs: 5_000 });
    expect(changed).toMatchObject({ state: 'key_changed', fingerprint: 'SHA256:theirs', pinnedFingerprint: OURS });
    expect(nextLink(changed, { kind: 'trust', fingerprint: undefined }, 3_000)).toMatchObject({
      ...{ state: 'connecting', pinnedFingerprint: null, fingerprint: 'SHA256:theirs' },
    });
  });

  it('asks for its code where its key is refused', () => {
    expect(after({ kind: 'refused', nextTryAtMs: 5_000 })).toMatchObject({ state: 'not_enrolled' });
  });

  it('waits longer after each failure, at most 18 s, and never in step with another car', () => {
    const waits = [1, 2, 3, 4, 5, 6, 60].map((failures) => backOffMs(failures, 0.5));
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
    expect(backOffMs(60, 1)).toBe(18_000);
    expect(backOffMs(1, 0)).toBe(400);
  });
});
