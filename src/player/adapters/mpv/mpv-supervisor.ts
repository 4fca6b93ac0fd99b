import { setTimeout as sleep } from 'node:timers/promises';

import { withLimit } from '#kernel/lifecycle';
import type { Logger } from '#kernel/logger';
import { untilAborted } from '#kernel/until-aborted';
import { MpvClient, type MpvClientHandlers } from '#player/adapters/mpv/mpv-client';
import type { MpvHost } from '#player/adapters/mpv/mpv-host';
import { MpvNotFound, type MpvProcess } from '#player/adapters/mpv/mpv-process';

export interface MpvSupervisorOptions {
  readonly host: MpvHost;
  /** Asked before each start, since settings change. */
  flags(): readonly string[];
  /** Before the first start. */
  prepare(): Promise<void>;
  readonly logger: Logger;
}

export interface MpvSupervisorHandlers {
  onReady(client: MpvClient): void;
  /** A player of an earlier service: true takes it over, in the place of `onReady`; false has it ended. */
  onFound(client: MpvClient): Promise<boolean>;
  onEvent: MpvClientHandlers['onEvent'];
  onLost(): void;
  onMissing(error: MpvNotFound): void;
}

/** Waits before the next start after deaths in quick succession; a player that lived long enough begins anew. */
const BACK_OFF_MS = [0, 50, 200, 400, 800];
/** What never came up gets longer to think about it. */
const NEVER_READY_MS = 5_000;
const NEVER_READY_TRIES = 5;
const LIVED_LONG_ENOUGH_MS = 10_000;
const PING_MS = 1_000;
const MISSES_UNTIL_KILLED = 3;
const QUIT_LIMIT_MS = 700;
const END_LIMIT_MS = 500;
const TAKE_OVER_LIMIT_MS = 1_000;

/** A player that runs and is spoken to; `closed` resolves when its socket is. */
interface Life {
  readonly player: MpvProcess;
  readonly client: MpvClient;
  readonly closed: Promise<undefined>;
}

/** Keeps one mpv alive: starts it, starts it again when it dies, kills it when it hangs, waits for it to be installed. */
export class MpvSupervisor {
  readonly #options: MpvSupervisorOptions;
  readonly #handlers: MpvSupervisorHandlers;
  readonly #stopping = new AbortController();
  readonly #searched = Promise.withResolvers<undefined>();
  #running: Promise<void> | undefined;
  #process: MpvProcess | undefined;
  #client: MpvClient | undefined;
  #deathsInARow = 0;

  constructor(options: MpvSupervisorOptions, handlers: MpvSupervisorHandlers) {
    this.#options = options;
    this.#handlers = handlers;
  }

  /** The process that plays now. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Resolves when it is known whether a player of an earlier service was taken over. */
  async start(mayBegin?: Promise<unknown>): Promise<void> {
    this.#running ??= this.#run(mayBegin);
    await this.#searched.promise;
  }

  /** Asked to end, a player ends at once; one that hangs is killed. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const current = this.#process;
    this.#client?.request(['quit']).catch(() => undefined);
    if (current) await withLimit(current.exited(), QUIT_LIMIT_MS, 'mpv did not quit').catch(() => undefined);
    current?.kill();
    if (this.#running) await withLimit(this.#running, END_LIMIT_MS, 'mpv did not end').catch(() => undefined);
  }

  /** Memory of the process that plays now, as `memoryKb` counts it. */
  async sizeKb(): Promise<number | undefined> {
    return this.#process && this.#options.host.sizeKb(this.#process);
  }

  /** Ends the process; a new one is started at once. */
  exchange(): void {
    this.#process?.kill();
  }

  async #run(mayBegin: Promise<unknown> | undefined): Promise<void> {
    await this.#prepare();
    let found = await this.#takeOver().finally(() => this.#searched.resolve(undefined));
    if (!found) await Promise.race([mayBegin, untilAborted(this.#stopping.signal)]);
    while (!this.#isStopping()) {
      const pauseMs = await this.#live(found);
      found = undefined;
      await sleep(pauseMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
  }

  async #prepare(): Promise<void> {
    try {
      await this.#options.prepare();
    } catch (error) {
      this.#options.logger.error({ err: error }, 'no place for the player');
    }
  }

  /** Plays on with what an earlier service left; what cannot be taken over is ended, so that two never sound at once. */
  async #takeOver(): Promise<Life | undefined> {
    const { host, logger } = this.#options;
    const found = await this.#findRunning().catch((error: unknown) => {
      logger.warn({ err: error }, 'no player was taken over');
      return undefined;
    });
    if (found) return found;
    try {
      const ended = await host.endLeftOvers();
      if (ended > 0) logger.info({ ended }, 'ended a player that an earlier service left');
    } catch (error) {
      logger.error({ err: error }, 'players of an earlier service could not be looked for');
    }
    return undefined;
  }

  async #findRunning(): Promise<Life | undefined> {
    const { host, logger } = this.#options;
    const player = await host.find(() => this.#options.flags());
    if (!player || this.#isStopping()) return undefined;
    const closed = Promise.withResolvers<undefined>();
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(TAKE_OVER_LIMIT_MS)]);
    const handlers = { onEvent: this.#handlers.onEvent, onClose: () => closed.resolve(undefined) };
    const client = await MpvClient.connect(() => host.open(), handlers, signal);
    this.#process = player;
    this.#client = client;
    if (await this.#handlers.onFound(client)) {
      logger.info({ pid: player.pid }, 'player of an earlier service is taken over');
      return { player, client, closed: closed.promise };
    }
    this.#process = undefined;
    this.#client = undefined;
    client.close();
    return undefined;
  }

  /** One life of the player, from its start to its death; gives the time to wait before the next one. */
  async #live(found: Life | undefined): Promise<number> {
    const startedMs = performance.now();
    let hasPlayed = false;
    try {
      await this.#playUntilDeath(found);
      hasPlayed = true;
    } catch (error) {
      if (error instanceof MpvNotFound) {
        this.#handlers.onMissing(error);
        return error.retryMs;
      }
      if (!this.#isStopping()) this.#options.logger.error({ err: error }, 'player did not start');
    }
    if (this.#isStopping()) return 0;
    // It may have become another program, which knows other flags.
    if (!hasPlayed) await this.#options.host.forgetProgram();
    this.#handlers.onLost();
    if (performance.now() - startedMs > LIVED_LONG_ENOUGH_MS) this.#deathsInARow = 0;
    this.#deathsInARow += 1;
    if (!hasPlayed && this.#deathsInARow > NEVER_READY_TRIES) return NEVER_READY_MS;
    return BACK_OFF_MS[Math.min(this.#deathsInARow, BACK_OFF_MS.length) - 1] ?? 0;
  }

  async #playUntilDeath(found: Life | undefined): Promise<void> {
    if (!found) {
      await this.#startAndPlay();
      return;
    }
    const { player, client, closed } = found;
    const life = new AbortController();
    try {
      await Promise.race([closed, this.#watch(client, life.signal)]);
    } finally {
      await this.#end(player, life);
    }
  }

  async #startAndPlay(): Promise<void> {
    const { host, logger } = this.#options;
    const beganMs = performance.now();
    const child = await host.start(this.#options.flags());
    this.#process = child;
    const life = new AbortController();
    const closed = Promise.withResolvers<undefined>();
    void child.exited().then((code) => {
      life.abort(new Error(`mpv ended with ${String(code)}`));
      closed.resolve(undefined);
    });
    try {
      const handlers = { onEvent: this.#handlers.onEvent, onClose: () => closed.resolve(undefined) };
      const client = await MpvClient.connect(
        () => host.open(),
        handlers,
        AbortSignal.any([life.signal, this.#stopping.signal]),
      );
      this.#client = client;
      if (this.#isStopping()) return;
      const tookMs = Math.round(performance.now() - beganMs);
      logger.info({ pid: child.pid, tookMs }, 'player started');
      this.#handlers.onReady(client);
      await Promise.race([closed.promise, this.#watch(client, life.signal)]);
    } finally {
      await this.#end(child, life);
    }
  }

  async #end(player: MpvProcess, life: AbortController): Promise<void> {
    life.abort();
    this.#client?.close();
    this.#client = undefined;
    player.kill();
    await player.exited();
    this.#process = undefined;
  }

  /** Ends when mpv has not answered three pings in a row. */
  async #watch(client: MpvClient, signal: AbortSignal): Promise<void> {
    let misses = 0;
    while (misses < MISSES_UNTIL_KILLED && !signal.aborted) {
      const isAlive = await client.ping();
      misses = isAlive ? 0 : misses + 1;
      if (isAlive) await sleep(PING_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
    if (!signal.aborted) this.#options.logger.warn({ pid: this.pid }, 'player hangs and is killed');
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }
}
