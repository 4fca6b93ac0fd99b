import type { Clock } from '#kernel/clock';
import type { DeskCaller, RouterDesk } from '#network/adapters/ssh/router-ssh-server';
import { demoSignal } from '#network/demo/demo-signal';
import { demoStatus, faultOf } from '#network/demo/demo-status';
import { DEMO_VERBS, DemoRefusal } from '#network/demo/demo-verbs';
import { DEMO_MODEMS, demoWorld, logIn, type DemoWorld } from '#network/demo/demo-world';
import { parseJson } from '#network/protocol/parse-json';

const TICK_MS = 1_000;
const HISTORY_MS = 20 * 60_000;
const SAMPLE_MS = 5_000;
/** Signal and counters alone make a status this often. */
const QUIET_TICKS = 5;
const PERIOD_BYTES_PER_SECOND = 1_300_000;

/** A router that is not there: it takes every verb, and behaves as one would. */
export class DemoRouter implements RouterDesk {
  readonly #clock: Clock;
  readonly #watchers = new Set<(line: string) => void>();
  #world: DemoWorld = demoWorld();
  #startedMs: number;
  #timer: NodeJS.Timeout | undefined;
  #told = '';
  #quietTicks = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    // As if the car had been on its way for a while: the history is full from the beginning.
    this.#startedMs = clock.uptimeMs() - HISTORY_MS;
    this.#world.lastTickMs = HISTORY_MS;
  }

  start(): void {
    this.#timer = setInterval(() => this.tick(), TICK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  mayEnter({ user }: DeskCaller): boolean {
    return user === 'carputer';
  }

  answer(_caller: DeskCaller, verb: string, input: string): string {
    const nowMs = this.#nowMs();
    try {
      return JSON.stringify({ ok: true, uptimeMs: nowMs, data: this.#dataOf(verb, input, nowMs) });
    } catch (error) {
      const { code, details } = error instanceof DemoRefusal ? error : new DemoRefusal('internal', '');
      const text = error instanceof Error ? error.message : '';
      return JSON.stringify({ ok: false, uptimeMs: nowMs, error: { code, message: text, details } });
    } finally {
      this.#tell();
    }
  }

  watch(push: (line: string) => void): () => void {
    const nowMs = this.#nowMs();
    push(JSON.stringify({ type: 'hello', protocol: 1, uptimeMs: nowMs, bootId: this.#world.bootId }));
    push(statusLine(this.#world, nowMs));
    this.#watchers.add(push);
    return () => {
      this.#watchers.delete(push);
    };
  }

  /** A second goes by. */
  tick(): void {
    const nowMs = this.#nowMs();
    const world = this.#world;
    const passedS = Math.max(0, nowMs - world.lastTickMs) / 1_000;
    world.lastTickMs = nowMs;
    if (!faultOf(world)) useData(world, passedS);
    if (world.outage && nowMs >= world.outage.untilMs) {
      const afterMs = nowMs - world.outage.sinceMs;
      world.outage = undefined;
      logIn(world, nowMs, 'fix', 'healed', `Online again after ${String(Math.round(afterMs / 1_000))} s`, { afterMs });
    }
    if (world.change && nowMs >= world.change.expiresAtUptimeMs) {
      world.change.undo();
      world.change = undefined;
      logIn(world, nowMs, 'warn', 'rolled_back', 'Nobody confirmed the change: it is undone');
    }
    for (const one of world.messages) {
      if (one.state !== 'sending') continue;
      one.state = 'sent';
      world.sms.revision += 1;
    }
    this.#tell();
    this.#push(JSON.stringify({ type: 'beat', uptimeMs: nowMs }));
  }

  #nowMs(): number {
    return this.#clock.uptimeMs() - this.#startedMs;
  }

  #dataOf(verb: string, input: string, nowMs: number): object {
    const world = this.#world;
    if (verb === 'signal-history') return { samples: historyUntil(nowMs) };
    if (verb === 'reboot') return this.#reboot();
    const known = DEMO_VERBS[verb];
    if (!known) throw new DemoRefusal('unknown_verb', `no such verb: ${verb}`);
    const args = known.args.safeParse(input === '' ? {} : parseJson(input));
    if (!args.success) {
      const issue = args.error.issues[0];
      throw new DemoRefusal('bad_arguments', issue?.message ?? '', { field: issue?.path.join('.') ?? null });
    }
    return known.answer(world, args.data, nowMs);
  }

  #reboot(): object {
    const { hotspot, messages, log, usage } = this.#world;
    this.#world = { ...demoWorld(), hotspot, messages, log, usage, bootId: `demo-${String(this.#nowMs())}` };
    this.#startedMs = this.#clock.uptimeMs();
    this.#world.outage = { link: 'modem', reason: 'modem_starting', sinceMs: 0, untilMs: 10_000 };
    logIn(this.#world, 0, 'info', 'started', 'The router has started');
    return {};
  }

  /** A status where something other than signal and counters is new, and every few seconds. */
  #tell(): void {
    const nowMs = this.#nowMs();
    const { data, brokenLink, heal, hotspot, change, logSeq, messages, preferredModemId, vpn } = demoStatus(
      this.#world,
      nowMs,
    );
    const told = JSON.stringify({
      data,
      brokenLink,
      heal,
      hotspot,
      change,
      logSeq,
      messages,
      preferredModemId,
      isOn: vpn.isOn,
    });
    this.#quietTicks += 1;
    if (told === this.#told && this.#quietTicks < QUIET_TICKS) return;
    this.#told = told;
    this.#quietTicks = 0;
    this.#push(statusLine(this.#world, nowMs));
  }

  #push(line: string): void {
    for (const push of this.#watchers) push(line);
  }
}

function statusLine(world: DemoWorld, nowMs: number): string {
  return JSON.stringify({ type: 'status', uptimeMs: nowMs, status: demoStatus(world, nowMs) });
}

function useData(world: DemoWorld, seconds: number): void {
  world.usage.usedBytes += PERIOD_BYTES_PER_SECOND * seconds;
  for (const one of world.clients) {
    if (one.isConnected && !one.isBlocked) one.rxBytes += Math.round((PERIOD_BYTES_PER_SECOND / 3) * seconds);
  }
}

function historyUntil(nowMs: number): object[] {
  const count = Math.floor(Math.min(nowMs, HISTORY_MS) / SAMPLE_MS);
  return Array.from({ length: count }, (_none, index) => {
    const atUptimeMs = nowMs - (count - index) * SAMPLE_MS;
    const { rssiDbm, rsrpDbm, snrDb } = demoSignal(atUptimeMs);
    return { atUptimeMs, modemId: DEMO_MODEMS[0], technology: 'lte', rssiDbm, rsrpDbm, snrDb, isOnline: true };
  });
}
