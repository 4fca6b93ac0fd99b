import { z } from 'zod';

// What the router tells of a modem. `null` is "not known"; words that a newer router may add to are plain text.

const word = z.string().max(60);
const name = z.string().max(200);
const count = z.number().min(0);

/** Opaque; a modem keeps it when it is plugged in again in the same socket. */
export const modemId = z.string().min(1).max(64);

/** dBm and dB as the modem measured them; `percent` where it tells nothing better. */
export const modemSignal = z.object({
  atUptimeMs: z.number(),
  rssiDbm: z.number().nullable(),
  rsrpDbm: z.number().nullable(),
  rsrqDb: z.number().nullable(),
  snrDb: z.number().nullable(),
  percent: z.number().nullable(),
});

export type ModemSignal = z.infer<typeof modemSignal>;

export const MODEM_STATES = [
  'absent',
  'wrong_mode',
  'starting',
  'locked',
  'disabled',
  'searching',
  'denied',
  'registered',
  'connecting',
  'connected',
  'hung',
  'unmanaged',
] as const;

export const SIM_STATES = ['ready', 'pin', 'puk', 'absent', 'failed'] as const;

export const routerModem = z.object({
  id: modemId,
  /** `qmi`, `mbim`, `at`, `hilink`, `tethering`. */
  kind: word,
  model: name.nullable(),
  interface: word.nullable(),
  state: z.enum(MODEM_STATES),
  simState: z.enum(SIM_STATES).nullable(),
  pinTriesLeft: z.number().int().nullable(),
  operator: name.nullable(),
  operatorCode: word.nullable(),
  /** `gsm`, `umts`, `lte`, `nr5g`. */
  technology: word.nullable(),
  band: word.nullable(),
  isRoaming: z.boolean().nullable(),
  apn: name.nullable(),
  technologies: z.array(word).max(20),
  bands: z.array(word).max(200),
  /** Empty: they cannot be chosen. */
  supportedBands: z.array(word).max(200),
  signal: modemSignal.nullable(),
  /** Over 30 s: RSRP, or what compares with it. */
  averageDbm: z.number().nullable(),
  session: z.object({ isUp: z.boolean().nullable(), sinceUptimeMs: z.number().nullable() }),
  address: word.nullable(),
  probe: z.object({ atUptimeMs: z.number(), isOk: z.boolean(), latencyMs: z.number().nullable() }).nullable(),
  isInUse: z.boolean(),
  canUssd: z.boolean(),
  canSms: z.boolean(),
  rxBytes: count.nullable(),
  txBytes: count.nullable(),
  /** Why it does not work; a reason of the chain. */
  fault: word.nullable(),
});

export type RouterModem = z.infer<typeof routerModem>;

/** One point of the signal's history. */
export const signalSample = z.object({
  atUptimeMs: z.number(),
  modemId: modemId.nullable(),
  technology: word.nullable(),
  rssiDbm: z.number().nullable(),
  rsrpDbm: z.number().nullable(),
  snrDb: z.number().nullable(),
  isOnline: z.boolean().nullable(),
});

export type SignalSample = z.infer<typeof signalSample>;
