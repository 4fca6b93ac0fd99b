import { z } from 'zod';

import { modemId, routerModem } from '#contract/entities/router-modem';
import { routerUsage } from '#contract/entities/router-usage';

// What the router tells of itself, as `resources/router/PROTOCOL.md` names it. Times are of the service's own clock here.

const word = z.string().max(60);
const name = z.string().max(200);
const timeMs = z.number();

export const CHAIN_LINKS = ['hotspot', 'modem', 'interface', 'session', 'address', 'internet'] as const;

export type ChainLinkName = (typeof CHAIN_LINKS)[number];

export const CHAIN_STATES = ['ok', 'busy', 'broken', 'off', 'unknown'] as const;

export type ChainState = (typeof CHAIN_STATES)[number];

/** One link between the car and the internet; `value` is what there is to say of it: phones, a name, an address, ms. */
export const chainLink = z.object({
  link: z.enum(CHAIN_LINKS),
  state: z.enum(CHAIN_STATES),
  reason: word.nullable(),
  value: name.nullable(),
});

export type ChainLink = z.infer<typeof chainLink>;

/** What is being done about the broken link: which rung, how often since it last worked, and when the next step is due. */
export const healing = z.object({
  state: z.enum(['idle', 'working', 'waiting', 'paused']),
  rung: z.enum(['session', 'radio', 'daemons', 'usb', 'reboot']).nullable(),
  attempt: z.number().int(),
  reason: word.nullable(),
  nextAtUptimeMs: timeMs.nullable(),
  pausedBy: word.nullable(),
});

export type Healing = z.infer<typeof healing>;

/** Undone at `expiresAtUptimeMs` unless it is confirmed before. */
export const pendingChange = z.object({
  id: z.string().min(1).max(64),
  kind: z.enum(['apn', 'bands', 'hotspot']),
  expiresAtUptimeMs: timeMs,
});

export type PendingChange = z.infer<typeof pendingChange>;

export const routerVpn = z.object({
  isInstalled: z.boolean(),
  isOn: z.boolean(),
  name: name.nullable(),
  isUp: z.boolean().nullable(),
  lastHandshakeUptimeMs: timeMs.nullable(),
  /** Since when the other end owes an answer; a router of before does not say. */
  silentSinceUptimeMs: timeMs.nullable().default(null),
  rxBytes: z.number().nullable(),
  txBytes: z.number().nullable(),
  /** What the tool said when it did not come up; a router of before does not say. */
  fault: name.nullable().default(null),
});

export type RouterVpn = z.infer<typeof routerVpn>;

export const routerDdns = z.object({
  isOn: z.boolean(),
  host: name.nullable(),
  /** That the name stands for now. */
  address: word.nullable(),
  /** `good`, `failed`; null before the first try. */
  state: word.nullable(),
  /** The server's own word, as `badauth`; or `no_connection`, `no_address`, `unknown`. */
  answer: word.nullable().default(null),
  atUptimeMs: timeMs.nullable(),
});

export type RouterDdns = z.infer<typeof routerDdns>;

export const routerStatus = z.object({
  version: word,
  uptimeMs: timeMs,
  /** False: the router's own service has stopped writing, and all below is old. */
  isRunning: z.boolean(),
  driver: word,
  data: z.object({ isWanted: z.boolean(), stoppedBy: word.nullable() }),
  chain: z.array(chainLink).length(CHAIN_LINKS.length),
  brokenLink: z.enum(CHAIN_LINKS).nullable(),
  heal: healing,
  uplink: z.object({
    modemId: modemId.nullable(),
    interface: word.nullable(),
    why: word,
    sinceUptimeMs: timeMs.nullable(),
    heldUntilUptimeMs: timeMs.nullable(),
  }),
  preferredModemId: modemId.nullable(),
  modems: z.array(routerModem).max(8),
  hotspot: z.object({
    ssid: name.nullable(),
    channel: z.number().int().nullable(),
    isOn: z.boolean().nullable(),
    clientCount: z.number().int().nullable(),
  }),
  usage: routerUsage,
  messages: z.object({ revision: z.number().int(), unreadCount: z.number().int().nullable() }),
  vpn: routerVpn,
  ddns: routerDdns,
  /** Whether it shares a folder; a router of before does not say. */
  files: z.object({ isShared: z.boolean() }).default({ isShared: false }),
  change: pendingChange.nullable(),
  logSeq: z.number().int(),
  system: z.object({
    temperatureC: z.number().nullable(),
    freeBytes: z.number().nullable(),
    loadAverage: z.number().nullable(),
  }),
});

export type RouterStatus = z.infer<typeof routerStatus>;
