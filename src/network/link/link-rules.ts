// Where the connection to the router stands: plain data in, plain data out, times in ms of the service's clock.

import type { RouterLink, RouterLinkState, RouterTrouble } from '#contract/entities/router';

/** What the session sees. */
export type LinkSign =
  /** It is tried now. */
  | { readonly kind: 'trying' }
  /** A sensible line came. */
  | { readonly kind: 'heard'; readonly fingerprint: string }
  /** How promptly it does, as far as that is not well. */
  | { readonly kind: 'pace'; readonly slowSinceMs: number | null }
  /** Nothing for too long; `sinceMs` is when something came last. */
  | { readonly kind: 'silent'; readonly sinceMs: number }
  | { readonly kind: 'lost'; readonly trouble: RouterTrouble; readonly nextTryAtMs: number; readonly sinceMs: number }
  | { readonly kind: 'unknown_key'; readonly fingerprint: string; readonly nextTryAtMs: number }
  | { readonly kind: 'changed_key'; readonly fingerprint: string; readonly nextTryAtMs: number }
  | { readonly kind: 'refused'; readonly nextTryAtMs: number }
  /** Somebody confirmed a key, or took the confirmation back. */
  | { readonly kind: 'trust'; readonly fingerprint: string | undefined };

/** Seconds between beats, and a half: a dead router is said to be one within 3 s. */
export const SILENT_MS = 2_600;
/** A connection without a line for this long is given up: one that is slow says something each 10 s. */
export const GIVEN_UP_MS = 12_000;

const BACK_OFF_MS = [500, 1_000, 2_000, 4_000, 8_000] as const;
const LONGEST_BACK_OFF_MS = 15_000;
/** Where only a person can help, it is looked at now and then. */
export const LOOK_AGAIN_MS = 15_000;

export function linkAtStart(trusted: string | undefined, nowMs: number): RouterLink {
  return {
    state: 'connecting',
    sinceUptimeMs: nowMs,
    trouble: null,
    slowSinceUptimeMs: null,
    nextTryAtUptimeMs: null,
    fingerprint: null,
    pinnedFingerprint: trusted ?? null,
  };
}

export function nextLink(link: RouterLink, sign: LinkSign, nowMs: number): RouterLink {
  switch (sign.kind) {
    case 'trying':
      return { ...link, nextTryAtUptimeMs: null };
    case 'heard':
      return { ...into(link, 'online', nowMs), fingerprint: sign.fingerprint };
    case 'pace':
      return link.state === 'online' ? { ...link, slowSinceUptimeMs: sign.slowSinceMs } : link;
    case 'silent':
      return { ...into(link, 'unreachable', sign.sinceMs), trouble: 'silent' };
    case 'lost':
      return {
        ...into(link, 'unreachable', link.state === 'online' ? sign.sinceMs : nowMs),
        trouble: sign.trouble,
        nextTryAtUptimeMs: sign.nextTryAtMs,
      };
    case 'unknown_key':
      return {
        ...into(link, 'first_contact', nowMs),
        fingerprint: sign.fingerprint,
        nextTryAtUptimeMs: sign.nextTryAtMs,
      };
    case 'changed_key':
      return {
        ...into(link, 'key_changed', nowMs),
        fingerprint: sign.fingerprint,
        nextTryAtUptimeMs: sign.nextTryAtMs,
      };
    case 'refused':
      return { ...into(link, 'not_enrolled', nowMs), nextTryAtUptimeMs: sign.nextTryAtMs };
    case 'trust':
      return { ...linkAtStart(sign.fingerprint, nowMs), fingerprint: link.fingerprint };
  }
}

/** How long to wait after so many failures in a row; `chance` (0 to 1) keeps two machines from knocking in step. */
export function backOffMs(failures: number, chance: number): number {
  const baseMs = BACK_OFF_MS[failures - 1] ?? LONGEST_BACK_OFF_MS;
  return Math.round(baseMs * (0.8 + 0.4 * chance));
}

/** `sinceMs` counts only where the state is another one than before. */
function into(link: RouterLink, state: RouterLinkState, sinceMs: number): RouterLink {
  const isSame = link.state === state;
  return {
    ...{ ...link, state, trouble: null, nextTryAtUptimeMs: null },
    sinceUptimeMs: isSame ? link.sinceUptimeMs : sinceMs,
    slowSinceUptimeMs: isSame ? link.slowSinceUptimeMs : null,
  };
}
