import {
  CHAIN_LINKS,
  type ChainLink,
  type ChainLinkName,
  type Healing,
  type RouterStatus,
} from '#contract/entities/router-status';
import type { RouterModem } from '#contract/entities/router-modem';
import type { RouterUsage } from '#contract/entities/router-usage';
import { demoSignal } from '#network/demo/demo-signal';
import { DEMO_MODEMS, type DemoWorld } from '#network/demo/demo-world';

const SUPPORTED_BANDS = ['eutran-1', 'eutran-3', 'eutran-7', 'eutran-20'];
const SINCE_MS = 9_000;
const RX_BITS = 10_400_000;
const TX_BITS = 2_100_000;

/** What the simulated router says of itself at `nowMs` of its own clock; as it would travel. */
export function demoStatus(world: DemoWorld, nowMs: number): RouterStatus & { protocol: 1; bootId: string } {
  const fault = faultOf(world);
  const modems = DEMO_MODEMS.map((_id, index) => modemOf(world, index, nowMs));
  const used = fault ? undefined : modems.find(({ isInUse }) => isInUse);
  return {
    ...{ protocol: 1, version: 'demo', bootId: world.bootId, uptimeMs: nowMs, isRunning: true, driver: 'modemmanager' },
    data: { isWanted: world.isDataWanted, stoppedBy: stoppedBy(world) },
    chain: CHAIN_LINKS.map((link) => chainLink(world, link, fault, nowMs)),
    brokenLink: fault?.link ?? null,
    heal: healing(world, fault, nowMs),
    uplink: {
      modemId: used?.id ?? null,
      interface: used?.interface ?? null,
      why: fault ? 'none_works' : world.preferredModemId === null ? 'stronger' : 'preferred',
      sinceUptimeMs: SINCE_MS,
      heldUntilUptimeMs: null,
    },
    preferredModemId: world.preferredModemId,
    modems,
    hotspot: { ...world.hotspot, isOn: true, clientCount: world.clients.filter((one) => one.isConnected).length },
    usage: { ...demoUsage(world, nowMs), days: [] },
    messages: {
      revision: world.sms.revision,
      unreadCount: world.messages.filter(({ state }) => state === 'unread').length,
    },
    vpn: {
      ...{ isInstalled: true, isOn: world.isVpnOn, name: 'home', isUp: world.isVpnOn && !fault },
      ...{
        silentSinceUptimeMs: null,
        lastHandshakeUptimeMs: world.isVpnOn ? nowMs - (nowMs % 120_000) : null,
        rxBytes: 0,
        txBytes: 0,
      },
      fault: null,
    },
    ddns: { isOn: false, host: null, address: null, state: null, answer: null, atUptimeMs: null },
    files: { isShared: false },
    change: world.change
      ? { id: world.change.id, kind: world.change.kind, expiresAtUptimeMs: world.change.expiresAtUptimeMs }
      : null,
    logSeq: world.log.at(-1)?.seq ?? 0,
    system: { temperatureC: 51.2, freeBytes: 12_000_000_000, loadAverage: 0.3 },
  };
}

export function demoUsage({ usage, isDataWanted }: DemoWorld, nowMs: number): RouterUsage {
  const { usedBytes, capBytes, renewalDay, action } = usage;
  const percent = capBytes === null || capBytes === 0 ? null : Math.round((usedBytes / capBytes) * 100);
  const steps = [['reached', 100] as const, ['warn_95', 95] as const, ['warn_80', 80] as const];
  const state = percent === null ? 'none' : (steps.find(([, step]) => percent >= step)?.[0] ?? 'ok');
  const isMoving = isDataWanted && !(state === 'reached' && action === 'stop');
  return {
    ...{ startsOn: null, renewsOn: null, renewalDay, daysLeft: 9, action, state, capBytes, percent },
    ...{ rxBytes: Math.round(usedBytes * 0.9), txBytes: Math.round(usedBytes * 0.1), usedBytes: Math.round(usedBytes) },
    rxBitsPerSecond: isMoving ? Math.round(RX_BITS * (1 + 0.3 * Math.sin(nowMs / 7_000))) : 0,
    txBitsPerSecond: isMoving ? Math.round(TX_BITS * (1 + 0.2 * Math.sin(nowMs / 5_000))) : 0,
    atUptimeMs: nowMs,
    days: [],
  };
}

interface Fault {
  readonly link: ChainLinkName;
  readonly reason: string;
  readonly state: ChainLink['state'];
}

/** The first link that does not work. */
export function faultOf(world: DemoWorld): Fault | undefined {
  const { outage } = world;
  if (outage) return { link: outage.link, reason: outage.reason, state: 'broken' };
  const stopped = stoppedBy(world);
  if (stopped === 'user') return { link: 'session', reason: 'data_off', state: 'off' };
  if (stopped === 'cap') return { link: 'session', reason: 'cap_reached', state: 'off' };
  // Every operator knows its own only; here these are it.
  if (!/^(?:everywhere|internet)(?:\.|$)/u.test(world.apn)) {
    return { link: 'session', reason: 'apn_refused', state: 'broken' };
  }
  return undefined;
}

function stoppedBy({ isDataWanted, usage }: DemoWorld): 'user' | 'cap' | null {
  if (!isDataWanted) return 'user';
  const isReached = usage.capBytes !== null && usage.usedBytes >= usage.capBytes;
  return isReached && usage.action === 'stop' ? 'cap' : null;
}

function chainLink(world: DemoWorld, link: ChainLinkName, fault: Fault | undefined, nowMs: number): ChainLink {
  if (fault?.link === link) return { link, state: fault.state, reason: fault.reason, value: null };
  const isBehind = fault && link !== 'hotspot' && CHAIN_LINKS.indexOf(link) > CHAIN_LINKS.indexOf(fault.link);
  if (isBehind) return { link, state: 'unknown', reason: null, value: null };
  return { link, state: 'ok', reason: null, value: valueOf(world, link, nowMs) };
}

function valueOf({ clients }: DemoWorld, link: ChainLinkName, nowMs: number): string {
  switch (link) {
    case 'hotspot':
      return String(clients.filter((one) => one.isConnected).length);
    case 'modem':
      return 'Huawei E392';
    case 'interface':
      return 'wwan0';
    case 'session':
      return 'EE';
    case 'address':
      return '10.153.204.94';
    case 'internet':
      return String(Math.round(41 + 9 * Math.sin(nowMs / 9_000)));
  }
}

function healing({ outage }: DemoWorld, fault: Fault | undefined, nowMs: number): Healing {
  const idle: Healing = { state: 'idle', rung: null, attempt: 0, reason: null, nextAtUptimeMs: null, pausedBy: null };
  if (!fault) return idle;
  if (fault.reason === 'data_off') return { ...idle, state: 'paused', pausedBy: 'user' };
  if (fault.reason === 'cap_reached') return { ...idle, state: 'paused', pausedBy: 'cap' };
  if (fault.reason === 'apn_refused') return { ...idle, state: 'paused', pausedBy: 'apn', reason: fault.reason };
  const isWaiting = outage !== undefined && nowMs < (outage.sinceMs + outage.untilMs) / 2;
  return {
    ...{ attempt: 1, reason: fault.reason, pausedBy: null, rung: 'session' },
    state: isWaiting ? 'waiting' : 'working',
    nextAtUptimeMs: isWaiting ? (outage.sinceMs + outage.untilMs) / 2 : null,
  };
}

function modemOf(world: DemoWorld, index: number, nowMs: number): RouterModem {
  const fault = index === 0 ? faultOf(world) : undefined;
  const { preferredModemId, technologies, bands } = world;
  const id = DEMO_MODEMS[index] ?? DEMO_MODEMS[0];
  const isFirst = index === 0;
  const isInUse = id === (preferredModemId ?? DEMO_MODEMS[0]) && faultOf(world) === undefined;
  const signal = demoSignal(nowMs, isFirst ? 0 : 400_000);
  return {
    id,
    ...(isFirst
      ? {
          kind: 'qmi',
          model: 'Huawei E392',
          interface: 'wwan0',
          operator: 'EE',
          operatorCode: '23430',
          band: 'eutran-20',
        }
      : {
          kind: 'at',
          model: 'Huawei E3372',
          interface: 'wwan1',
          operator: 'O2',
          operatorCode: '23410',
          band: 'eutran-3',
        }),
    state: fault === undefined ? 'connected' : fault.link === 'modem' ? 'starting' : 'registered',
    ...{
      simState: 'ready',
      pinTriesLeft: 3,
      technology: 'lte',
      isRoaming: false,
      apn: isFirst ? world.apn : 'idata.o2.co.uk',
    },
    ...{ technologies, bands, supportedBands: SUPPORTED_BANDS },
    signal: { atUptimeMs: nowMs, ...signal },
    averageDbm: signal.rsrpDbm,
    session: { isUp: fault === undefined, sinceUptimeMs: fault === undefined ? SINCE_MS : null },
    address: fault === undefined ? `10.153.204.${String(94 + index)}` : null,
    probe: { atUptimeMs: nowMs, isOk: fault === undefined, latencyMs: fault === undefined ? 41 : null },
    ...{
      isInUse,
      canUssd: !isFirst,
      canSms: true,
      rxBytes: 10_400_000,
      txBytes: 2_100_000,
      fault: fault?.reason ?? null,
    },
  };
}
