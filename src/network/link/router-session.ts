import type { RouterLink, RouterTrouble } from '#contract/entities/router';
import type { RouterStatus } from '#contract/entities/router-status';
import type { Clock } from '#kernel/clock';
import type { Logger } from '#kernel/logger';
import { HostKeyChanged, HostKeyUnknown, KeyRefused, RouterUnreachable } from '#network/errors';
import {
  backOffMs,
  GIVEN_UP_MS,
  linkAtStart,
  LOOK_AGAIN_MS,
  nextLink,
  SILENT_MS,
  type LinkSign,
} from '#network/link/link-rules';
import { answerCame, lineCame, PACE_AT_START, shiftOf, type Pace } from '#network/link/pace';
import type { RouterConnection, RouterShell, RouterTrust } from '#network/ports';
import { readAnswer } from '#network/protocol/read-answer';
import { VERBS, type DataOf, type VerbName } from '#network/protocol/verbs';
import { readWatchLine } from '#network/protocol/watch-line';

export interface RouterSessionDeps {
  readonly shell: RouterShell;
  readonly trust: RouterTrust;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** A connection has said hello. */
  readonly onOpen: () => void;
  readonly onLink: (link: RouterLink) => void;
  /** `atMs` is when the router said it. */
  readonly onStatus: (status: RouterStatus, atMs: number) => void;
  readonly onMessages: () => void;
}

/** So many lines in a row that make no sense, and the connection is given up. */
const MOST_GARBAGE = 3;
/** A connection that held for this long was a good one. */
const SETTLED_MS = 5_000;
/** A router that answered slowly is asked again after this long, whether it still does. */
const ASK_AGAIN_MS = 5_000;
/** A timer that is later than this tells of this machine, not of the router. */
const LATE_MS = 300;

/** Holds one connection to the router for as long as it runs, and opens it again with growing pauses. */
export class RouterSession {
  readonly #deps: RouterSessionDeps;
  #link: RouterLink;
  #connection: RouterConnection | undefined;
  #pace: Pace = PACE_AT_START;
  #askAgain: NodeJS.Timeout | undefined;
  #wake: (() => void) | undefined;
  #isStopped = true;
  #loop: Promise<void> = Promise.resolve();

  constructor(deps: RouterSessionDeps) {
    this.#deps = deps;
    this.#link = linkAtStart(deps.trust.fingerprint, deps.clock.uptimeMs());
  }

  get link(): RouterLink {
    return this.#link;
  }

  start(): void {
    this.#isStopped = false;
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#connection?.close();
    this.#wake?.();
    await this.#loop;
  }

  /** A key was confirmed or forgotten, or this machine was enrolled: begins anew, at once. */
  trustChanged(): void {
    this.#sign({ kind: 'trust', fingerprint: this.#deps.trust.fingerprint });
    this.#connection?.close();
    this.#wake?.();
  }

  /** Throws `RouterUnreachable` at once while there is no connection, and `RouterRefusal` where the router says no. */
  async ask<Name extends VerbName>(name: Name, args?: object): Promise<DataOf<Name>> {
    const connection = this.#connection;
    if (!connection || this.#link.state !== 'online') throw new RouterUnreachable(this.#link.trouble ?? 'no_answer');
    const { clock } = this.#deps;
    const { data, limitMs, isReading } = VERBS[name];
    const askedMs = clock.uptimeMs();
    const answered = () => answerCame(this.#pace, clock.uptimeMs() - askedMs, clock.uptimeMs());
    const line = await connection.ask(name, args, limitMs).catch((error: unknown) => {
      const pace = answered();
      if (isReading && pace.isAnswerSlow) this.#paced(connection, pace);
      throw error;
    });
    const nowMs = clock.uptimeMs();
    if (isReading) this.#paced(connection, answered());
    // The verb's own schema makes it so.
    return readAnswer(line, data, (uptimeMs) => shiftOf(this.#pace, uptimeMs, nowMs)) as DataOf<Name>;
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#isStopped) {
      this.#sign({ kind: 'trying' });
      const failed = failures + 1;
      failures = await this.#once(failed).catch((error: unknown) => {
        this.#failed(error, failed);
        return failed;
      });
      await this.#pause((this.#link.nextTryAtUptimeMs ?? 0) - this.#deps.clock.uptimeMs());
    }
  }

  /** One connection from its beginning to its end; how many have failed in a row then, this one being number `failed`. */
  async #once(failed: number): Promise<number> {
    const { shell, trust, clock, random } = this.#deps;
    const connection = await shell.connect('carputer', trust.fingerprint);
    const openedMs = clock.uptimeMs();
    this.#connection = connection;
    this.#pace = PACE_AT_START;
    try {
      const { trouble, heardMs } = await this.#follow(connection);
      if (trouble === undefined) return 0;
      // One that ends as soon as it has begun is no better than none.
      const isSettled = trouble !== 'garbage' && heardMs !== undefined && heardMs - openedMs >= SETTLED_MS;
      const failures = isSettled ? 0 : failed;
      const nextTryAtMs = clock.uptimeMs() + backOffMs(Math.max(1, failures), random());
      this.#sign({ kind: 'lost', trouble, nextTryAtMs, sinceMs: heardMs ?? clock.uptimeMs() });
      return failures;
    } finally {
      this.#connection = undefined;
      this.#askNoMore();
      connection.close();
    }
  }

  /** Resolves when the connection has ended or was given up; without a trouble at the end that the protocol foresees. */
  #follow(connection: RouterConnection): Promise<{ trouble: RouterTrouble | undefined; heardMs: number | undefined }> {
    const { clock, onOpen, onStatus, onMessages } = this.#deps;
    return new Promise((resolve) => {
      const openedMs = clock.uptimeMs();
      let heardMs: number | undefined;
      let garbage = 0;
      let timer: NodeJS.Timeout | undefined;
      const end = (trouble: RouterTrouble | undefined) => {
        clearTimeout(timer);
        resolve({ trouble, heardMs });
      };
      const watchFor = (limitMs: number) => {
        clearTimeout(timer);
        const dueMs = clock.uptimeMs() + limitMs;
        timer = setTimeout(() => {
          // A process that was held up itself has not listened: what came meanwhile is read first.
          if (clock.uptimeMs() - dueMs > LATE_MS) {
            watchFor(LATE_MS);
            return;
          }
          const lastMs = heardMs ?? openedMs;
          this.#sign({ kind: 'silent', sinceMs: lastMs });
          timer = setTimeout(() => end('silent'), lastMs + GIVEN_UP_MS - clock.uptimeMs());
        }, limitMs);
      };
      watchFor(SILENT_MS);
      connection.watch(
        (text) => {
          const nowMs = clock.uptimeMs();
          const gapMs = nowMs - (heardMs ?? openedMs);
          let pace = this.#pace;
          const line = readWatchLine(text, (uptimeMs) => {
            pace = lineCame(this.#pace, { uptimeMs, gapMs }, nowMs);
            return pace.shiftMs ?? 0;
          });
          if (line === undefined) {
            garbage += 1;
            if (garbage >= MOST_GARBAGE) end('garbage');
            return;
          }
          // Who is known to be slow is not called silent for it.
          watchFor(pace.slowSinceMs === null ? SILENT_MS : GIVEN_UP_MS);
          heardMs = nowMs;
          if (line.type === 'status') garbage = 0;
          const isFirst = this.#link.state !== 'online';
          this.#sign({ kind: 'heard', fingerprint: connection.fingerprint });
          this.#paced(connection, pace);
          if (line.type === 'hello' || isFirst) onOpen();
          if (line.type === 'status') onStatus(line.status, line.uptimeMs);
          if (line.type === 'messages') onMessages();
        },
        // `watch` ends by itself after an hour, and is asked for again.
        (isOpen) => end(isOpen || this.#isStopped ? undefined : 'closed'),
      );
    });
  }

  #failed(error: unknown, failures: number): void {
    const nowMs = this.#deps.clock.uptimeMs();
    const later = { nextTryAtMs: nowMs + LOOK_AGAIN_MS };
    if (error instanceof HostKeyUnknown) this.#sign({ kind: 'unknown_key', fingerprint: error.fingerprint, ...later });
    else if (error instanceof HostKeyChanged) {
      this.#deps.logger.warn({ fingerprint: error.fingerprint }, 'another router answers than was confirmed');
      this.#sign({ kind: 'changed_key', fingerprint: error.fingerprint, ...later });
    } else if (error instanceof KeyRefused) this.#sign({ kind: 'refused', ...later });
    else {
      const trouble = error instanceof RouterUnreachable ? error.trouble : 'no_answer';
      if (failures === 1) this.#deps.logger.info({ err: error }, 'the router does not answer');
      const nextTryAtMs = nowMs + backOffMs(failures, this.#deps.random());
      this.#sign({ kind: 'lost', trouble, nextTryAtMs, sinceMs: nowMs });
    }
  }

  /** Said of the connection that is open; while answers are slow, it is asked for another one now and then. */
  #paced(connection: RouterConnection, pace: Pace): void {
    if (connection !== this.#connection) return;
    this.#pace = pace;
    this.#sign({ kind: 'pace', slowSinceMs: pace.slowSinceMs });
    if (!pace.isAnswerSlow) this.#askNoMore();
    else
      this.#askAgain ??= setTimeout(() => {
        this.#askAgain = undefined;
        void this.ask('usage').catch(() => undefined);
      }, ASK_AGAIN_MS);
  }

  #askNoMore(): void {
    clearTimeout(this.#askAgain);
    this.#askAgain = undefined;
  }

  #sign(sign: LinkSign): void {
    const next = nextLink(this.#link, sign, this.#deps.clock.uptimeMs());
    const isSame = JSON.stringify(next) === JSON.stringify(this.#link);
    this.#link = next;
    if (!isSame) this.#deps.onLink(next);
  }

  #pause(durationMs: number): Promise<void> {
    if (this.#isStopped || durationMs <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), durationMs);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
    });
  }
}
