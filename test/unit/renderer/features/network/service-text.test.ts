import { describe, expect, it } from 'vitest';

import type { RouterLink } from '#contract/entities/router';
import { clientAbout } from '#renderer/shared/features/network/client-text.ts';
import { ageText, isServiceMissing } from '#renderer/shared/features/network/service-text.ts';

const LINK: RouterLink = {
  ...{ state: 'online', sinceUptimeMs: 1_000, trouble: null, slowSinceUptimeMs: null, nextTryAtUptimeMs: null },
  ...{ fingerprint: null, pinnedFingerprint: null },
};

describe('the router’s own service', () => {
  it('is missing where the router answers and tells nothing of itself', () => {
    expect(isServiceMissing({ link: LINK, status: null }, 6_000)).toBe(true);
  });

  it('is given its time, and is no matter of a router that does not answer', () => {
    expect(isServiceMissing({ link: LINK, status: null }, 5_000)).toBe(false);
    expect(isServiceMissing({ link: { ...LINK, state: 'unreachable' }, status: null }, 60_000)).toBe(false);
  });
});

describe('a value', () => {
  it('is told with its age once it is older than half a minute', () => {
    expect(ageText(1_000, 30_000)).toBe('');
    expect(ageText(1_000, 31_000)).toBe('30 s ago');
    expect([ageText(null, 90_000), ageText(undefined, 90_000)]).toEqual(['', '']);
  });

  it('of a phone that is away is when it was seen', () => {
    const away = { isBlocked: false, isConnected: false, rxBytes: null, txBytes: null, address: null };
    expect(clientAbout({ ...away, lastSeenUptimeMs: 0 }, 7_200_000)).toBe('Away · 2 h ago');
  });
});
