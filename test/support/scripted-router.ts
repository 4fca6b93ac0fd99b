import { setTimeout as wait } from 'node:timers/promises';

import type { ModemSignal, RouterModem } from '#contract/entities/router-modem';
import { CHAIN_LINKS, type ChainLink, type ChainLinkName, type Healing } from '#contract/entities/router-status';
import type { DeskCaller, RouterDesk } from '#network/adapters/ssh/router-ssh-server';
import { DemoRouter } from '#network/demo/demo-router';
import { demoStatus } from '#network/demo/demo-status';
import { demoWorld } from '#network/demo/demo-world';
import type { Clock } from '#kernel/clock';

/** What does not work, as a router says it. */
export interface Break {
  readonly link: ChainLinkName;
  readonly reason: string;
  readonly state?: ChainLink['state'];
  readonly heal?: Partial<Healing> & { readonly afterMs?: number };
  readonly modem?: Partial<RouterModem> | 'none';
  readonly isCapReached?: boolean;
  readonly isHotspotOff?: boolean;
}

const BEAT_MS = 1_000;
/** So many lines without a sense and nobody waits for one with. */
const SURELY_GARBAGE = 3;
const NO_SIGNAL: Partial<RouterModem> = {
  signal: null,
  operator: null,
  operatorCode: null,
  technology: null,
  band: null,
};
export const NOTHING_HEARD = { ...NO_SIGNAL, isRoaming: null, averageDbm: null };
export const FAINT: ModemSignal = { atUptimeMs: 0, rssiDbm: -111, rsrpDbm: -124, rsrqDb: -19, snrDb: -4, percent: 3 };

/** A router whose words are given; whatever else it is asked, the simulated one answers. */
export class ScriptedRouter implements RouterDesk {
  readonly #clock: Clock;
  readonly #demo: DemoRouter;
  readonly #watchers = new Set<(line: string) => void>();
  #break: Break | undefined;
  #voice: 'clear' | 'silent' | 'garbage' = 'clear';
  #lagMs = 0;
  #beat: NodeJS.Timeout | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#demo = new DemoRouter(clock);
  }

  start(): void {
    this.#demo.start();
    this.#beat = setInterval(
      () => this.#tell(JSON.stringify({ type: 'beat', uptimeMs: this.#clock.uptimeMs() })),
      BEAT_MS,
    );
  }

  stop(): void {
    clearInterval(this.#beat);
    this.#demo.stop();
  }

  say(wrong: Break | undefined): void {
    this.#break = wrong;
    this.#voice = 'clear';
    this.#tell(this.#status());
  }

  /** From now on nothing, or nothing that makes sense. */
  speak(voice: 'silent' | 'garbage'): void {
    this.#voice = voice;
    for (let line = 0; line < SURELY_GARBAGE; line += 1) this.#tell('');
  }

  /** From now on each line and each answer comes so much later than it was said. */
  lag(byMs: number): void {
    this.#lagMs = byMs;
  }

  mayEnter(caller: DeskCaller): boolean {
    return this.#demo.mayEnter(caller);
  }

  async answer(caller: DeskCaller, verb: string, input: string): Promise<string> {
    const said = this.#demo.answer(caller, verb, input);
    await wait(this.#lagMs);
    return said;
  }

  watch(push: (line: string) => void): () => void {
    if (this.#voice === 'clear') {
      push(JSON.stringify({ type: 'hello', protocol: 1, uptimeMs: this.#clock.uptimeMs(), bootId: 'scripted' }));
      push(this.#status());
    }
    this.#watchers.add(push);
    if (this.#voice === 'garbage') this.speak('garbage');
    return () => {
      this.#watchers.delete(push);
    };
  }

  #tell(line: string): void {
    if (this.#voice === 'silent') return;
    const said = this.#voice === 'clear' ? line : '\u0007~~ 0x1f garbage {';
    const push = () => {
      for (const watcher of this.#watchers) watcher(said);
    };
    if (this.#lagMs === 0) push();
    else setTimeout(push, this.#lagMs).unref();
  }

  #status(): string {
    const nowMs = this.#clock.uptimeMs();
    const status = demoStatus(demoWorld(), nowMs);
    return JSON.stringify({
      type: 'status',
      uptimeMs: nowMs,
      status: this.#break ? broken(status, this.#break, nowMs) : status,
    });
  }
}

function broken(status: ReturnType<typeof demoStatus>, wrong: Break, nowMs: number): object {
  const { link, reason, state = 'broken', modem = {} } = wrong;
  const at = CHAIN_LINKS.indexOf(link);
  const isBehind = (index: number) => link !== 'hotspot' && index > at;
  const [first] = status.modems;
  const isHotspot = link === 'hotspot';
  const { afterMs, ...heal } = wrong.heal ?? {};
  return {
    ...status,
    brokenLink: link,
    chain: status.chain.map((one, index) => {
      if (one.link === link) return { ...one, state, reason, value: null };
      return isBehind(index) ? { ...one, state: 'unknown', reason: null, value: null } : one;
    }),
    heal: { ...status.heal, reason, nextAtUptimeMs: afterMs === undefined ? null : nowMs + afterMs, ...heal },
    uplink: isHotspot ? status.uplink : { ...status.uplink, modemId: null, interface: null, why: 'none_works' },
    modems:
      modem === 'none' || !first
        ? []
        : [
            isHotspot
              ? first
              : {
                  ...first,
                  isInUse: false,
                  fault: reason,
                  session: { isUp: false, sinceUptimeMs: null },
                  ...modem,
                  ...(modem.signal && { signal: { ...modem.signal, atUptimeMs: nowMs } }),
                },
          ],
    hotspot: wrong.isHotspotOff === true ? { ...status.hotspot, isOn: false, clientCount: null } : status.hotspot,
    ...(wrong.isCapReached === true && {
      data: { isWanted: true, stoppedBy: 'cap' },
      usage: {
        ...status.usage,
        usedBytes: 10_000_000_000,
        percent: 100,
        state: 'reached',
        rxBitsPerSecond: 0,
        txBitsPerSecond: 0,
      },
    }),
  };
}
