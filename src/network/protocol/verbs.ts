import { z } from 'zod';

import { routerLogEntry, routerMessage, smsCommands } from '#contract/entities/router-message';
import { signalSample } from '#contract/entities/router-modem';
import { pendingChange } from '#contract/entities/router-status';
import { routerClient, routerHotspot, routerUsage } from '#contract/entities/router-usage';

interface Verb<Data extends z.ZodType> {
  readonly data: Data;
  readonly limitMs: number;
  /** It only reads, so it has to answer within a second. */
  readonly isReading: boolean;
}

/** Every verb answers within 8 s. */
const LIMIT_MS = 8_500;
/** Those that wait for the modem or the operator. */
const USSD_LIMIT_MS = 41_000;
const PIN_LIMIT_MS = 21_000;

const anything = z.object({});
const change = z.object({ change: pendingChange });
const count = z.object({ count: z.number().int() });

/** The verbs that this side uses, and what their answers hold (resources/router/PROTOCOL.md). */
export const VERBS = {
  'signal-history': reading(z.object({ samples: z.array(signalSample).max(2_000) })),
  connect: verb(anything),
  disconnect: verb(anything),
  'reset-modem': verb(anything),
  'set-apn': verb(change),
  'set-bands': verb(change),
  hotspot: reading(routerHotspot),
  'set-hotspot': verb(change),
  confirm: verb(z.object({ isKept: z.boolean() })),
  clients: reading(z.object({ clients: z.array(routerClient).max(500) })),
  block: verb(z.object({ mac: z.string(), isBlocked: z.boolean() })),
  unblock: verb(z.object({ mac: z.string(), isBlocked: z.boolean() })),
  'name-client': verb(z.object({ mac: z.string(), name: z.string().nullable() })),
  usage: reading(routerUsage),
  'set-cap': verb(routerUsage),
  'sms-list': reading(z.object({ revision: z.number().int(), messages: z.array(routerMessage).max(500) })),
  'sms-send': verb(z.object({ id: z.string(), parts: z.number().int() })),
  'sms-read': verb(count),
  'sms-delete': verb(count),
  'sms-commands': verb(smsCommands),
  position: verb(anything),
  ussd: verb(z.object({ text: z.string().max(2_000) }), USSD_LIMIT_MS),
  log: reading(z.object({ entries: z.array(routerLogEntry).max(500) })),
  'sim-pin': verb(anything, PIN_LIMIT_MS),
  'prefer-modem': verb(anything),
  vpn: verb(anything),
  reboot: verb(anything),
  poweroff: verb(anything),
  enrol: verb(z.object({ user: z.string().max(60), mac: z.string().regex(/^[0-9a-f]{64}$/u) })),
} as const satisfies Record<string, Verb<z.ZodType>>;

export type VerbName = keyof typeof VERBS;
export type DataOf<Name extends VerbName> = z.output<(typeof VERBS)[Name]['data']>;

function verb<Data extends z.ZodType>(data: Data, limitMs = LIMIT_MS): Verb<Data> {
  return { data, limitMs, isReading: false };
}

function reading<Data extends z.ZodType>(data: Data): Verb<Data> {
  return { data, limitMs: LIMIT_MS, isReading: true };
}
