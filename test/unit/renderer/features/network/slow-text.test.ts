import { expect, it } from 'vitest';

import type { RouterView } from '#contract/entities/router';
import { slowText } from '#renderer/shared/features/network/slow-text.ts';

const VIEW: RouterView = {
  ...{ isDemo: false, status: null, heardAtUptimeMs: 88_000, bars: null },
  link: {
    ...{ state: 'online', sinceUptimeMs: 0, slowSinceUptimeMs: 60_000, trouble: null, nextTryAtUptimeMs: null },
    ...{ fingerprint: null, pinnedFingerprint: null },
  },
};

it('says since when the router is slow, and how old what it said is', () => {
  expect(slowText(VIEW, 100_000)).toBe('since 40 s · as of 12 s ago');
  expect(slowText({ ...VIEW, heardAtUptimeMs: null }, 100_000)).toBe('since 40 s');
});

it('says nothing of a router that is prompt, or that does not answer at all', () => {
  expect(slowText({ ...VIEW, link: { ...VIEW.link, slowSinceUptimeMs: null } }, 100_000)).toBeUndefined();
  expect(slowText({ ...VIEW, link: { ...VIEW.link, state: 'unreachable' } }, 100_000)).toBeUndefined();
});
