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
  readonly onStatus: (status: RouterStatus) => void;
  readonly onMessages: () => void;
}

/** So many lines in a row that make no sense, and the connection is given up. */
const MOST_GARBAGE = 3;
/** A connection that held for this long was a good one. */
const SETTLED_MS = 5_000;
/** A timer that is later than this tells of this machine, not of the router. */
const LATE_MS = 300;

/** Holds one connection to the router for as long as it runs, and opens it again with growing pauses. */
export class RouterSession {
  readonly #deps: RouterSessionDeps;
  #link: RouterLink;
  #connection: RouterConnection | undefined;
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
    const { data, limitMs } = VERBS[name];
    const line = await connection.ask(name, args, limitMs);
    // The verb's own schema makes it so.
    return readAnswer(line, data, this.#deps.clock.uptimeMs()) as DataOf<Name>;
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
      connection.close();
    }
  }

  /** Resolves when the connection has ended or was given up; without a trouble at the end that the protocol foresees. */
  #follow(connection: RouterConnection): Promise<{ trouble: RouterTrouble | undefined; heardMs: number | undefined }> {
    const { clock, onOpen, onStatus, onMessages } = this.#deps;
    return new Promise((resolve) => {
      let heardMs: number | undefined;
      let garbage = 0;
      let timer: NodeJS.Timeout | undefined;
      const end = (trouble: RouterTrouble | undefined) => {
        clearTimeout(timer);
        resolve({ trouble, heardMs });
      };
      const watchFor = (limitMs = SILENT_MS) => {
        clearTimeout(timer);
        const dueMs = clock.uptimeMs() + limitMs;
        timer = setTimeout(() => {
          // A process that was held up itself has not listened: what came meanwhile is read first.
          if (clock.uptimeMs() - dueMs > LATE_MS) {
            watchFor(LATE_MS);
            return;
          }
          this.#sign({ kind: 'silent', sinceMs: heardMs ?? clock.uptimeMs() - SILENT_MS });
          timer = setTimeout(() => end('silent'), GIVEN_UP_MS - SILENT_MS);
        }, limitMs);
      };
      watchFor();
      connection.watch(
        (text) => {
          const line = readWatchLine(text, clock.uptimeMs());
          if (line === undefined) {
            garbage += 1;
            if (garbage >= MOST_GARBAGE) end('garbage');
            return;
          }
          watchFor();
          heardMs = clock.uptimeMs();
          if (line.type === 'status') garbage = 0;
          const isFirst = this.#link.state !== 'online';
          this.#sign({ kind: 'heard', fingerprint: connection.fingerprint });
          if (line.type === 'hello' || isFirst) onOpen();
          if (line.type === 'status') onStatus(line.status);
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
