import { z } from 'zod';

import { demoUsage, faultOf } from '#network/demo/demo-status';
import { DEMO_MODEMS, logIn, message, newId, type DemoClient, type DemoWorld } from '#network/demo/demo-world';

/** The simulated router says no, in the protocol's words. */
export class DemoRefusal extends Error {
  readonly code: string;
  readonly details: Record<string, unknown>;
  constructor(code: string, text: string, details: Record<string, unknown> = {}) {
    super(text);
    this.code = code;
    this.details = details;
  }
}

/** Arguments are looked at before; the answer is the `data` of the protocol. */
interface DemoVerb<Args extends z.ZodType> {
  readonly args: Args;
  answer(world: DemoWorld, args: z.output<Args>, nowMs: number): object;
}

const CONFIRM_MS = 60_000;
const none = z.strictObject({});
const ofModem = { modemId: z.enum(DEMO_MODEMS).optional() };
const mac = z.strictObject({ mac: z.string() });
const ids = z.strictObject({ ids: z.array(z.string()).max(500) });

function verb<Args extends z.ZodType>(args: Args, answer: DemoVerb<Args>['answer']): DemoVerb<Args> {
  return { args, answer };
}

export const DEMO_VERBS: Readonly<Record<string, DemoVerb<z.ZodType>>> = {
  connect: verb(none, (world, _args, nowMs) => {
    if (!world.isDataWanted)
      world.outage = { link: 'session', reason: 'connecting', sinceMs: nowMs, untilMs: nowMs + 4_000 };
    world.isDataWanted = true;
    return { isDataWanted: true };
  }),
  disconnect: verb(none, (world) => {
    world.isDataWanted = false;
    return { isDataWanted: false };
  }),
  'reset-modem': verb(
    z.strictObject({ ...ofModem, how: z.enum(['session', 'radio', 'modem', 'usb']).default('modem') }),
    (world, { modemId = DEMO_MODEMS[0], how }, nowMs) => {
      if (how === 'session' && !world.isDataWanted) throw new DemoRefusal('data_off', 'data are switched off');
      const [link, reason] =
        how === 'session' || how === 'radio'
          ? (['session', 'connecting'] as const)
          : (['modem', 'modem_starting'] as const);
      world.outage = { link, reason, sinceMs: nowMs, untilMs: nowMs + (link === 'modem' ? 12_000 : 6_000) };
      logIn(world, nowMs, 'info', how === 'usb' ? 'step_usb' : 'step_radio', `Beginning again with the modem (${how})`);
      return { modemId, how };
    },
  ),
  'set-apn': verb(
    z.strictObject({ ...ofModem, apn: z.string(), user: z.string().optional(), password: z.string().optional() }),
    (world, { apn }, nowMs) => {
      const before = world.apn;
      return change(
        world,
        'apn',
        nowMs,
        () => (world.apn = apn),
        () => (world.apn = before),
      );
    },
  ),
  'set-bands': verb(
    z.strictObject({ ...ofModem, technologies: z.array(z.string()), bands: z.array(z.string()) }),
    (world, { technologies, bands }, nowMs) => {
      const before = { technologies: world.technologies, bands: world.bands };
      return change(
        world,
        'bands',
        nowMs,
        () => Object.assign(world, { technologies, bands }),
        () => Object.assign(world, before),
      );
    },
  ),
  hotspot: verb(none, (world) => ({
    ...world.hotspot,
    ...{ countryCode: 'GB', isOn: true, interface: 'wlan0', address: '192.168.50.1' },
    clientCount: world.clients.filter((one) => one.isConnected).length,
  })),
  'set-hotspot': verb(
    z.strictObject({
      ssid: z.string().optional(),
      key: z.string().optional(),
      channel: z.union([z.literal([36, 40, 44, 48]), z.number().int().min(1).max(13)]).optional(),
      isHidden: z.boolean().optional(),
    }),
    (world, wanted, nowMs) => {
      const before = { ...world.hotspot };
      return change(
        world,
        'hotspot',
        nowMs,
        () => Object.assign(world.hotspot, wanted),
        () => Object.assign(world.hotspot, before),
      );
    },
  ),
  confirm: verb(z.strictObject({ changeId: z.string(), isKept: z.boolean().default(true) }), (world, args, nowMs) => {
    if (world.change?.id !== args.changeId) throw new DemoRefusal('not_found', 'no such change');
    if (!args.isKept) world.change.undo();
    world.change = undefined;
    if (args.isKept) logIn(world, nowMs, 'info', 'confirmed', 'The change is kept');
    else logIn(world, nowMs, 'info', 'rolled_back', 'The change is undone');
    return { isKept: args.isKept };
  }),
  clients: verb(none, (world, _args, nowMs) => ({
    clients: world.clients.map((one, index) => ({
      ...one,
      address: `192.168.50.${String(101 + index)}`,
      lastSeenUptimeMs: nowMs,
    })),
  })),
  block: verb(mac, (world, args, nowMs) => {
    clientOf(world, args.mac).isBlocked = true;
    logIn(world, nowMs, 'info', 'blocked', `${args.mac} is blocked`);
    return { ...args, isBlocked: true };
  }),
  unblock: verb(mac, (world, args, nowMs) => {
    clientOf(world, args.mac).isBlocked = false;
    logIn(world, nowMs, 'info', 'unblocked', `${args.mac} is let in again`);
    return { ...args, isBlocked: false };
  }),
  'name-client': verb(z.strictObject({ mac: z.string(), name: z.string().nullable() }), (world, args) => {
    clientOf(world, args.mac).name = args.name;
    return args;
  }),
  usage: verb(none, (world, _args, nowMs) => demoUsage(world, nowMs)),
  'set-cap': verb(
    z.strictObject({
      capBytes: z.number().min(0).nullable().optional(),
      renewalDay: z.number().int().min(1).max(31).optional(),
      action: z.enum(['stop', 'throttle']).optional(),
      usedBytes: z.number().min(0).optional(),
    }),
    (world, wanted, nowMs) => {
      Object.assign(world.usage, wanted);
      if (faultOf(world)?.reason === 'cap_reached')
        logIn(world, nowMs, 'warn', 'cap_reached', 'The data of this period is used up');
      return demoUsage(world, nowMs);
    },
  ),
  'sms-list': verb(z.strictObject({ limit: z.number().optional(), number: z.string().optional() }), (world) => ({
    revision: world.sms.revision,
    messages: world.messages,
  })),
  'sms-send': verb(
    z.strictObject({ ...ofModem, number: z.string(), text: z.string().min(1) }),
    (world, { number, text }) => {
      const id = newId(world, 'm');
      world.messages.unshift(message(id, 'out', number, text, 'sending'));
      world.sms.revision += 1;
      return { id, parts: Math.ceil(text.length / 153), encoding: 'gsm7', state: 'queued' };
    },
  ),
  'sms-read': verb(ids, (world, args) => {
    const wanted = world.messages.filter(({ id, state }) => state === 'unread' && args.ids.includes(id));
    for (const one of wanted) one.state = 'read';
    world.sms.revision += 1;
    return { count: wanted.length };
  }),
  'sms-delete': verb(ids, (world, args) => {
    const kept = world.messages.filter(({ id }) => !args.ids.includes(id));
    const count = world.messages.length - kept.length;
    world.messages.splice(0, world.messages.length, ...kept);
    world.sms.revision += 1;
    return { count };
  }),
  'sms-commands': verb(
    z.strictObject({
      isOn: z.boolean().optional(),
      numbers: z.array(z.string()).max(8).optional(),
      isKeyRenewed: z.boolean().optional(),
    }),
    ({ sms }, { isOn = sms.isOn, numbers = sms.numbers, isKeyRenewed = false }) => {
      Object.assign(sms, { isOn, numbers });
      const isMade = isKeyRenewed || (isOn && sms.key === null);
      if (isMade) sms.key = '00112233445566778899aabbccddeeff';
      const refused = { refusedForged: 0, refusedReplayed: 0, refusedNumber: 0, refusedFlood: 0 };
      return {
        isOn,
        numbers,
        hasKey: sms.key !== null,
        key: isMade ? sms.key : null,
        counter: 0,
        accepted: 0,
        ...refused,
      };
    },
  ),
  position: verb(
    z.strictObject({ latitude: z.number(), longitude: z.number(), accuracyM: z.number().optional() }),
    () => ({ isKnown: true }),
  ),
  ussd: verb(z.strictObject({ ...ofModem, code: z.string() }), (_world, { modemId = DEMO_MODEMS[0], code }) => {
    if (modemId === DEMO_MODEMS[0]) throw new DemoRefusal('not_supported', 'this modem cannot do that');
    return { text: `${code}: your balance is £12.40` };
  }),
  log: verb(z.strictObject({ afterSeq: z.number().optional(), limit: z.number().default(100) }), (world, args) => ({
    entries: world.log.filter(({ seq }) => seq > (args.afterSeq ?? 0)).slice(-args.limit),
  })),
  'sim-pin': verb(
    z.strictObject({ ...ofModem, pin: z.string(), puk: z.string().optional(), isRemembered: z.boolean().optional() }),
    () => ({
      simState: 'ready',
    }),
  ),
  'prefer-modem': verb(z.strictObject({ modemId: z.enum(DEMO_MODEMS).nullable() }), (world, { modemId }, nowMs) => {
    world.preferredModemId = modemId;
    logIn(world, nowMs, 'info', 'switched', 'Another modem is preferred', { why: 'preferred' });
    return { preferredModemId: modemId };
  }),
  vpn: verb(z.strictObject({ isOn: z.boolean().optional() }), (world, { isOn = world.isVpnOn }) => {
    world.isVpnOn = isOn;
    return { isOn };
  }),
};

function clientOf(world: DemoWorld, wanted: string): DemoClient {
  const found = world.clients.find((one) => one.mac === wanted);
  if (!found) throw new DemoRefusal('not_found', 'no such phone');
  return found;
}

function change(
  world: DemoWorld,
  kind: 'apn' | 'bands' | 'hotspot',
  nowMs: number,
  apply: () => void,
  undo: () => void,
): object {
  if (world.change) throw new DemoRefusal('busy', 'another change waits for its confirmation');
  const made = { id: newId(world, 'c'), kind, expiresAtUptimeMs: nowMs + CONFIRM_MS };
  world.change = { ...made, undo };
  apply();
  logIn(world, nowMs, 'info', 'changed', `Something of the ${kind} was changed`);
  return { change: made };
}
