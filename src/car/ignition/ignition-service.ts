import {
  ENGINE_RUNNING,
  nextStepAtMs,
  readIgnition,
  stepIgnition,
  type IgnitionAction,
} from '#car/ignition/ignition-rules';
import { pause } from '#car/ignition/pause';
import type { SwitchInput, SwitchReading, OtherMachine, PowerOff, SoundAtRest } from '#car/ports';
import type { Clock } from '#kernel/clock';
import { withLimit } from '#kernel/lifecycle';
import type { Logger } from '#kernel/logger';
import type { NoticeBoard } from '#kernel/notice-board';

export interface IgnitionServiceDeps {
  readonly input: SwitchInput;
  readonly sound: SoundAtRest;
  readonly others: readonly OtherMachine[];
  readonly powerOff: PowerOff;
  readonly notices: NoticeBoard;
  readonly clock: Clock;
  readonly logger: Logger;
  /** From the engine's stop to the power-off. */
  readonly graceMs: number;
}

const FLUSH_LIMIT_MS = 2_000;
const OTHERS_LIMIT_MS = 5_000;
const FIRST_RETRY_MS = 5_000;
const LAST_RETRY_MS = 5 * 60_000;

/** The engine stops: silence and everything on the card at once, the power after a while, unless it starts again. */
export class IgnitionService {
  readonly #deps: IgnitionServiceDeps;
  readonly #logger: Logger;
  #ignition = ENGINE_RUNNING;
  #isSilent = false;
  #timer: NodeJS.Timeout | undefined;
  #leaving: AbortController | undefined;

  constructor(deps: IgnitionServiceDeps) {
    this.#deps = deps;
    this.#logger = deps.logger.child({ part: 'ignition' });
  }

  start(): void {
    this.#deps.input.start((reading) => this.#read(reading));
  }

  /** A power-off command that runs is left to itself: it may be what ends this service. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#leaving?.abort();
    await this.#deps.input.stop();
  }

  #read(reading: SwitchReading): void {
    this.#tellSilence(reading === 'silent');
    this.#ignition = readIgnition(this.#ignition, reading !== 'off', this.#deps.clock.uptimeMs());
    this.#step();
  }

  #step(): void {
    clearTimeout(this.#timer);
    const nowMs = this.#deps.clock.uptimeMs();
    const { ignition, action } = stepIgnition(this.#ignition, nowMs, this.#deps.graceMs);
    this.#ignition = ignition;
    try {
      if (action !== undefined) this.#act(action);
    } catch (error) {
      this.#logger.error({ err: error, action }, 'not all could be done that the ignition asks for');
    }
    const nextAtMs = nextStepAtMs(ignition);
    if (nextAtMs !== undefined) this.#timer = setTimeout(() => this.#step(), Math.max(0, nextAtMs - nowMs));
  }

  #act(action: IgnitionAction): void {
    switch (action) {
      case 'rest': {
        this.#deps.sound.pauseAll();
        this.#notice('info', `Engine off: power goes in ${String(Math.round(this.#deps.graceMs / 1_000))} s`);
        void this.#flush();
        return;
      }
      case 'play_on': {
        this.#logger.info({}, 'the engine runs again');
        this.#leaving?.abort();
        this.#deps.notices.clear('ignition_off');
        this.#deps.sound.playOn();
        return;
      }
      case 'leave': {
        this.#leaving = new AbortController();
        void this.#leave(this.#leaving.signal);
      }
    }
  }

  /** Ends when the power-off was taken on, or the engine runs again. */
  async #leave(signal: AbortSignal): Promise<void> {
    this.#logger.info({}, 'the grace time is over: the power goes');
    this.#notice('info', 'Engine off: powering off');
    await this.#tellOthers(signal);
    await this.#flush();
    const isOver = () => signal.aborted;
    for (let retryMs = FIRST_RETRY_MS; !isOver(); retryMs = Math.min(2 * retryMs, LAST_RETRY_MS)) {
      const outcome = await this.#deps.powerOff.run();
      if (outcome.kind === 'done') {
        this.#logger.info({}, 'the power-off is under way');
        return;
      }
      this.#logger.error({ reason: outcome.reason, retryMs }, 'the power-off failed');
      if (!isOver()) this.#notice('error', `The car's power stays on: ${outcome.reason}`);
      await pause(retryMs, signal);
    }
  }

  async #tellOthers(leaving: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([leaving, AbortSignal.timeout(OTHERS_LIMIT_MS)]);
    const told = this.#deps.others.map(async (machine) => {
      try {
        await withLimit(machine.powerOff(signal), OTHERS_LIMIT_MS, `${machine.name} did not answer`);
      } catch (error) {
        this.#logger.warn({ err: error, machine: machine.name }, 'another machine was not powered off');
      }
    });
    await Promise.all(told);
  }

  async #flush(): Promise<void> {
    const startedMs = this.#deps.clock.uptimeMs();
    try {
      await withLimit(Promise.resolve(this.#deps.sound.flush()), FLUSH_LIMIT_MS, 'the state was not written');
      this.#logger.info({ afterMs: this.#deps.clock.uptimeMs() - startedMs }, 'at rest, and everything is on the card');
    } catch (error) {
      this.#logger.error({ err: error }, 'the state could not be written before the power goes');
    }
  }

  #tellSilence(isSilent: boolean): void {
    if (isSilent === this.#isSilent) return;
    this.#isSilent = isSilent;
    if (!isSilent) {
      this.#logger.info({}, 'the ignition input answers');
      this.#deps.notices.clear('ignition_silent');
      return;
    }
    this.#logger.warn({}, 'the ignition input does not answer: the engine counts as running');
    const message = 'The ignition input does not answer: the engine counts as running';
    this.#deps.notices.post({ code: 'ignition_silent', level: 'warning', message });
  }

  #notice(level: 'info' | 'error', message: string): void {
    this.#deps.notices.post({ code: 'ignition_off', level, message });
  }
}
