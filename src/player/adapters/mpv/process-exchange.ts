import type { Logger } from '#kernel/logger';
import type { MpvSupervisor } from '#player/adapters/mpv/mpv-supervisor';
import type { LoadRequest, NextLoad } from '#player/engine-port';

export interface ExchangeLimits {
  /** A process that has grown beyond this is exchanged: between two songs, or while nothing plays. 150 MB unless told. */
  readonly grownKb?: number;
  /** How often its size is looked at; every 20 s unless told. */
  readonly sizeEveryMs?: number;
}

export interface ProcessExchangeDeps {
  readonly supervisor: MpvSupervisor;
  readonly logger: Logger;
  readonly limits: ExchangeLimits;
  /** A process is there that can be spoken to. */
  isUp(): boolean;
  /** `isWorn` has become true. */
  onWorn(): void;
  /** The process is ended now; a new one comes by itself. */
  onBegun(): void;
}

/** What the next process is to play at once. */
export interface HeldLoads {
  readonly request: LoadRequest;
  readonly next: NextLoad | undefined;
}

/** A player that is silent for this long may be exchanged without anybody hearing it. */
const IDLE_MS = 3_000;
/** Damaged files cost mpv memory that it never gives back. */
const GROWN_KB = 150 * 1_024;
const SIZE_EVERY_MS = 20_000;

/**
 * Exchanges a process that has grown where nobody hears it: between two songs, or while nothing plays. Until the next one is
 * there, what is said to it is held. Nobody above need know.
 */
export class ProcessExchange {
  readonly #deps: ProcessExchangeDeps;
  #isWorn = false;
  /** `dying`: the grown process is being ended; `coming`: the next one is on its way. */
  #step: 'dying' | 'coming' | undefined;
  #held: HeldLoads | undefined;
  #loads = 0;
  #idleTimer: NodeJS.Timeout | undefined;
  #sizeTimer: NodeJS.Timeout | undefined;

  constructor(deps: ProcessExchangeDeps) {
    this.#deps = deps;
  }

  /** It has grown: nothing should be prepared to follow without a gap. */
  get isWorn(): boolean {
    return this.#isWorn;
  }

  start(): void {
    this.#sizeTimer = setInterval(() => void this.#look(), this.#deps.limits.sizeEveryMs ?? SIZE_EVERY_MS);
    this.#sizeTimer.unref();
  }

  stop(): void {
    clearTimeout(this.#idleTimer);
    clearInterval(this.#sizeTimer);
  }

  /** True where it is held for the next process; where nothing is on, this is the moment for one. */
  load(request: LoadRequest, isEmpty: boolean): boolean {
    clearTimeout(this.#idleTimer);
    this.#loads += 1;
    const isFree = this.#isWorn && isEmpty;
    if (!this.#step && !isFree) return false;
    this.#held = { request, next: undefined };
    if (!this.#step) this.#begin();
    return true;
  }

  /** True where it is held, as of the two below. */
  prepare(next: NextLoad | undefined): boolean {
    if (!this.#step) return false;
    this.#held = this.#held && { ...this.#held, next };
    return true;
  }

  setPaused(isPaused: boolean): boolean {
    if (!this.#step) return false;
    this.#change({ isPaused });
    return true;
  }

  setGain(loadId: number, gainDb: number | undefined): void {
    if (this.#held?.request.loadId === loadId) this.#change({ gainDb });
  }

  unload(): void {
    this.#held = undefined;
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => void this.#exchangeIdle(), IDLE_MS);
  }

  /** A new process is there. */
  came(): void {
    this.#isWorn = false;
  }

  /** Gives what was held, for whoever has told the new process all else. */
  end(): HeldLoads | undefined {
    const held = this.#held;
    this.#step = undefined;
    this.#held = undefined;
    return held;
  }

  /** The process is gone; true where it was to go, not where the next one has not come up either. */
  lost(): boolean {
    if (this.#step !== 'dying') return false;
    this.#step = 'coming';
    return true;
  }

  #change(change: Partial<LoadRequest>): void {
    this.#held = this.#held && { ...this.#held, request: { ...this.#held.request, ...change } };
  }

  #begin(): void {
    this.#step = 'dying';
    this.#deps.onBegun();
    this.#deps.supervisor.exchange();
  }

  async #look(): Promise<void> {
    const { supervisor, logger, limits } = this.#deps;
    if (this.#isWorn || !this.#deps.isUp()) return;
    const { pid } = supervisor;
    const sizeKb = await supervisor.sizeKb();
    if (sizeKb === undefined || sizeKb <= (limits.grownKb ?? GROWN_KB) || pid !== supervisor.pid) return;
    logger.info({ sizeKb }, 'player has grown');
    this.#isWorn = true;
    this.#deps.onWorn();
  }

  async #exchangeIdle(): Promise<void> {
    const loads = this.#loads;
    await this.#look();
    if (this.#isWorn && this.#loads === loads && this.#deps.isUp() && !this.#step) this.#begin();
  }
}
