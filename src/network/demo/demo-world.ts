import type { RouterLogEntry, RouterMessage } from '#contract/entities/router-message';
import type { ChainLinkName } from '#contract/entities/router-status';

export interface DemoClient {
  readonly mac: string;
  readonly hostname: string;
  name: string | null;
  isConnected: boolean;
  isBlocked: boolean;
  isRandomMac: boolean;
  signalDbm: number;
  rxBytes: number;
  txBytes: number;
}

/** Something that does not work for a while; `steps` are said in the log one after another. */
export interface DemoOutage {
  readonly link: ChainLinkName;
  readonly reason: string;
  readonly sinceMs: number;
  readonly untilMs: number;
}

export interface DemoChange {
  readonly id: string;
  readonly kind: 'apn' | 'bands' | 'hotspot';
  readonly expiresAtUptimeMs: number;
  undo(): void;
}

/** All that the simulated router is and remembers. Times are its own, in ms since its start. */
export interface DemoWorld {
  readonly bootId: string;
  isDataWanted: boolean;
  outage: DemoOutage | undefined;
  change: DemoChange | undefined;
  apn: string;
  technologies: string[];
  bands: string[];
  preferredModemId: string | null;
  hotspot: { ssid: string; key: string; channel: number; isHidden: boolean };
  usage: { usedBytes: number; capBytes: number | null; renewalDay: number; action: 'stop' | 'throttle' };
  isVpnOn: boolean;
  sms: { isOn: boolean; numbers: string[]; key: string | null; revision: number };
  readonly clients: DemoClient[];
  readonly messages: RouterMessage[];
  readonly log: RouterLogEntry[];
  lastId: number;
  lastTickMs: number;
}

const GB = 1_000_000_000;
export const DEMO_MODEMS = ['1-1', '1-2'] as const;
const LONGEST_LOG = 500;
const HOUR_MS = 3_600_000;
const AN_EVENING_MS = Date.UTC(2026, 5, 12, 16, 12);

export function demoWorld(): DemoWorld {
  const world: DemoWorld = {
    bootId: 'demo',
    isDataWanted: true,
    outage: undefined,
    change: undefined,
    apn: 'everywhere',
    technologies: ['any'],
    bands: ['any'],
    preferredModemId: null,
    hotspot: { ssid: 'GTP-RRSC', key: 'brass and cream', channel: 6, isHidden: false },
    usage: { usedBytes: 6.2 * GB, capBytes: 10 * GB, renewalDay: 15, action: 'stop' },
    isVpnOn: false,
    sms: { isOn: false, numbers: [], key: null, revision: 1 },
    clients: [
      client('9c:b6:d0:11:22:33', 'media-pi', 'Carputer', -38, 310_000_000),
      client('a4:83:e7:44:55:66', 'Pixel-8', 'Ruth’s phone', -52, 840_000_000),
      client('f2:1d:9a:77:88:99', 'iPad', null, -61, 1_260_000_000),
    ],
    messages: [
      message('m2', 'in', '+447700900123', 'Are you on the A303 yet? Kettle’s on.', 'unread', AN_EVENING_MS),
      message(
        'm1',
        'in',
        'EE',
        'You have used 60% of your 10 GB. It renews on the 15th.',
        'read',
        AN_EVENING_MS - 9 * HOUR_MS,
      ),
      message('m0', 'out', '+447700900123', 'Leaving now, back by six', 'sent', AN_EVENING_MS - HOUR_MS),
    ],
    log: [],
    lastId: 10,
    lastTickMs: 0,
  };
  logIn(world, 0, 'info', 'started', 'The router has started');
  logIn(world, 9_000, 'fix', 'healed', 'Online 9 s after the start', { afterMs: 9_000 });
  return world;
}

export function logIn(
  world: DemoWorld,
  atUptimeMs: number,
  level: RouterLogEntry['level'],
  code: string,
  text: string,
  details: Record<string, unknown> = {},
): RouterLogEntry {
  const seq = (world.log.at(-1)?.seq ?? 0) + 1;
  const entry = { seq, atUptimeMs, bootId: world.bootId, clockMs: null, level, code, modemId: null, text, details };
  world.log.push(entry);
  if (world.log.length > LONGEST_LOG) world.log.shift();
  return entry;
}

export function newId(world: DemoWorld, prefix: string): string {
  world.lastId += 1;
  return `${prefix}${String(world.lastId)}`;
}

export function message(
  id: string,
  direction: 'in' | 'out',
  number: string,
  text: string,
  state: RouterMessage['state'],
  clockMs: number | null = null,
): RouterMessage {
  const rest = { parts: 1, encoding: 'gsm7', reason: null, clockMs, sentClockMs: null, modemId: DEMO_MODEMS[0] };
  return { id, direction, number, text, state, ...rest };
}

function client(mac: string, hostname: string, name: string | null, signalDbm: number, rxBytes: number): DemoClient {
  const isRandomMac = /^.[26ae]/u.test(mac);
  const flags = { isConnected: true, isBlocked: false, isRandomMac };
  return { mac, hostname, name, signalDbm, rxBytes, txBytes: Math.round(rxBytes / 9), ...flags };
}
