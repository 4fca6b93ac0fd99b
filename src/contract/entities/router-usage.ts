import { z } from 'zod';

const date = z.string().max(10);
const bytes = z.number().min(0);

/** Data of the period between two renewal days; dates are null while the router's clock is not set. */
export const routerUsage = z.object({
  startsOn: date.nullable(),
  renewsOn: date.nullable(),
  renewalDay: z.number().int().nullable(),
  daysLeft: z.number().int().nullable(),
  rxBytes: bytes.nullable(),
  txBytes: bytes.nullable(),
  usedBytes: z.number().nullable(),
  /** Null: no cap. */
  capBytes: bytes.nullable(),
  percent: z.number().nullable(),
  /** What happens at the cap: `stop`, `throttle`. */
  action: z.string().max(60).nullable(),
  state: z.enum(['none', 'ok', 'warn_80', 'warn_95', 'reached']),
  rxBitsPerSecond: z.number().nullable(),
  txBitsPerSecond: z.number().nullable(),
  atUptimeMs: z.number().nullable(),
  days: z.array(z.object({ date, rxBytes: bytes, txBytes: bytes })).max(62),
});

export type RouterUsage = z.infer<typeof routerUsage>;

/** A phone on the hotspot; bytes since the router's start. */
export const routerClient = z.object({
  mac: z.string().max(17),
  name: z.string().max(200).nullable(),
  hostname: z.string().max(255).nullable(),
  address: z.string().max(60).nullable(),
  isConnected: z.boolean(),
  isBlocked: z.boolean(),
  isRandomMac: z.boolean().nullable(),
  signalDbm: z.number().nullable(),
  rxBytes: bytes.nullable(),
  txBytes: bytes.nullable(),
  lastSeenUptimeMs: z.number().nullable(),
});

/** As the screens see it: `isOwn` is the machine that they run on, a guest of the hotspot too. */
export const listedClient = routerClient.extend({ isOwn: z.boolean() });

export type RouterClient = z.infer<typeof listedClient>;

/** The car's WiFi; `key` is what the QR code holds. */
export const routerHotspot = z.object({
  ssid: z.string().max(200).nullable(),
  key: z.string().max(63).nullable(),
  channel: z.number().int().nullable(),
  countryCode: z.string().max(60).nullable(),
  isOn: z.boolean().nullable(),
  isHidden: z.boolean().nullable(),
  interface: z.string().max(60).nullable(),
  address: z.string().max(60).nullable(),
  clientCount: z.number().int().nullable(),
});

export type RouterHotspot = z.infer<typeof routerHotspot>;
