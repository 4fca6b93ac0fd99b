import { z } from 'zod';

import { routerStatus } from '#contract/entities/router-status';

/**
 * Where the connection to the router stands: `none` no router is set up and none is simulated; `first_contact` a router
 * answers whose key nobody has confirmed yet; `key_changed` another one answers than was confirmed: nothing is said to it;
 * `not_enrolled` it does not take this machine's key: its code is needed; `unreachable` it does not answer, or not in sense.
 */
export const ROUTER_LINK_STATES = [
  'none',
  'connecting',
  'online',
  'unreachable',
  'first_contact',
  'key_changed',
  'not_enrolled',
] as const;

export type RouterLinkState = (typeof ROUTER_LINK_STATES)[number];

/** Why it is unreachable: no answer, no such address, silence in the middle, or answers that make no sense. */
export const ROUTER_TROUBLES = ['no_answer', 'no_address', 'silent', 'garbage', 'closed'] as const;

export type RouterTrouble = (typeof ROUTER_TROUBLES)[number];

export const routerLink = z.object({
  state: z.enum(ROUTER_LINK_STATES),
  sinceUptimeMs: z.number(),
  trouble: z.enum(ROUTER_TROUBLES).nullable(),
  /** Online, but what it says or answers takes seconds; null where it does not. */
  slowSinceUptimeMs: z.number().nullable(),
  /** When it is tried again. */
  nextTryAtUptimeMs: z.number().nullable(),
  /** `SHA256:…` of the router that answers; null where none has. */
  fingerprint: z.string().nullable(),
  /** Of the router that was confirmed. */
  pinnedFingerprint: z.string().nullable(),
});

export type RouterLink = z.infer<typeof routerLink>;

/** The whole of the network panel's first page. */
export const routerView = z.object({
  /** Nothing of it is real: no router is set up. */
  isDemo: z.boolean(),
  link: routerLink,
  /** As it was at `heardAtUptimeMs`, when the router said so; null once that is too long ago to be believed. */
  status: routerStatus.nullable(),
  heardAtUptimeMs: z.number().nullable(),
  /** 0 to 5, steadied; null: not known. */
  bars: z.number().int().min(0).max(5).nullable(),
});

export type RouterView = z.infer<typeof routerView>;
