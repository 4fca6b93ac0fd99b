import type { ChildProcess } from 'node:child_process';

import { killChild, residentBytes, startChild } from '#library/adapters/own-child';
import type { ThumbnailJob, ThumbnailReply } from '#library/adapters/thumbnail-protocol';

export interface ThumbnailProcessDeps {
  readonly childUrl: URL;
  /** For one picture; 5 s unless told. */
  readonly limitMs?: number;
}

const LIMIT_MS = 5_000;
/** The first picture also waits for the child to load. */
const START_MS = 5_000;
const HEAP_LIMIT_MB = 64;
const MEMORY_LIMIT_BYTES = 400 * 1024 * 1024;
const MEMORY_CHECK_MS = 100;
/** A child that has nothing to do is let go. */
const IDLE_MS = 10_000;

/** Decodes pictures in one child process, which is killed when a picture takes too long or too much memory. */
export class ThumbnailProcess {
  readonly #deps: ThumbnailProcessDeps;
  #child: ChildProcess | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #nextId = 1;
  /** Ends when the picture before is done: one at a time. */
  #before: Promise<unknown> = Promise.resolve();

  constructor(deps: ThumbnailProcessDeps) {
    this.#deps = deps;
  }

  /** None when the picture cannot be decoded within the limits. */
  thumbnails(picture: Uint8Array, sizesPx: readonly number[], signal: AbortSignal): Promise<readonly Uint8Array[]> {
    const job = { id: this.#nextId, picture, sizesPx };
    this.#nextId += 1;
    const mine = this.#before.then(() => this.#run(job, signal));
    this.#before = mine.catch(() => undefined);
    return mine;
  }

  async stop(): Promise<void> {
    clearTimeout(this.#idleTimer);
    await this.#kill();
  }

  async #run(job: ThumbnailJob, signal: AbortSignal): Promise<readonly Uint8Array[]> {
    signal.throwIfAborted();
    clearTimeout(this.#idleTimer);
    const isNew = this.#child === undefined;
    const child = (this.#child ??= startChild(this.#deps.childUrl, HEAP_LIMIT_MB));
    const { promise, resolve } = Promise.withResolvers<readonly Uint8Array[] | undefined>();
    const giveUp = () => resolve(undefined);
    const onMessage = (reply: ThumbnailReply) => {
      if (reply.id === job.id) resolve(reply.thumbnails);
    };
    const timer = setTimeout(giveUp, (this.#deps.limitMs ?? LIMIT_MS) + (isNew ? START_MS : 0));
    const memoryTimer = setInterval(() => {
      void residentBytes(child).then((bytes) => (bytes > MEMORY_LIMIT_BYTES ? giveUp() : undefined));
    }, MEMORY_CHECK_MS);
    child.on('message', onMessage);
    child.once('exit', giveUp);
    child.once('error', giveUp);
    signal.addEventListener('abort', giveUp, { once: true });
    child.send(job, (error) => (error === null ? undefined : giveUp()));
    try {
      const thumbnails = await promise;
      if (thumbnails === undefined) await this.#kill();
      signal.throwIfAborted();
      return thumbnails ?? [];
    } finally {
      clearTimeout(timer);
      clearInterval(memoryTimer);
      signal.removeEventListener('abort', giveUp);
      child.off('message', onMessage).off('exit', giveUp).off('error', giveUp);
      this.#idleTimer = setTimeout(() => void this.#kill(), IDLE_MS);
      this.#idleTimer.unref();
    }
  }

  async #kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child) await killChild(child);
  }
}
