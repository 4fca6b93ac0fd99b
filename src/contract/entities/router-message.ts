import { z } from 'zod';

/** A text message as it came, or as it goes: `state` is `unread`, `read`, `queued`, `sending`, `sent` or `failed`. */
export const routerMessage = z.object({
  id: z.string().min(1).max(64),
  direction: z.enum(['in', 'out']),
  /** May be a name, as operators send it. */
  number: z.string().max(60),
  /** One of 255 parts, as long as any can be, is still told. */
  text: z.string().max(40_000),
  parts: z.number().int().nullable(),
  encoding: z.string().max(60).nullable(),
  state: z.enum(['unread', 'read', 'queued', 'sending', 'sent', 'failed']),
  reason: z.string().max(300).nullable(),
  clockMs: z.number().nullable(),
  sentClockMs: z.number().nullable(),
  modemId: z.string().max(64).nullable(),
});

export type RouterMessage = z.infer<typeof routerMessage>;

/** One line of the router's own log; `atUptimeMs` is null for what was before its last start. */
export const routerLogEntry = z.object({
  seq: z.number().int(),
  atUptimeMs: z.number().nullable(),
  bootId: z.string().max(64),
  clockMs: z.number().nullable(),
  level: z.enum(['info', 'warn', 'fix', 'fail']),
  code: z.string().max(60),
  modemId: z.string().max(64).nullable(),
  text: z.string().max(500),
  details: z.record(z.string(), z.unknown()),
});

export type RouterLogEntry = z.infer<typeof routerLogEntry>;

/** Who may give the router commands by text message, and what came of them. */
export const smsCommands = z.object({
  isOn: z.boolean(),
  numbers: z.array(z.string().max(60)).max(8),
  hasKey: z.boolean(),
  /** In the answer that made it only. */
  key: z.string().max(32).nullable(),
  counter: z.number().int().nullable(),
  accepted: z.number().int(),
  refusedForged: z.number().int(),
  refusedReplayed: z.number().int(),
  refusedNumber: z.number().int(),
  refusedFlood: z.number().int(),
});

export type SmsCommands = z.infer<typeof smsCommands>;
