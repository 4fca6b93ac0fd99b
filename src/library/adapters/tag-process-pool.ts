import type { ChildProcess } from 'node:child_process';

import type { AudioTags } from '#library/ports';
import { killChild, residentBytes, startChild } from '#library/adapters/own-child';
import type { TagChildReady, TagJob, TagReply } from '#library/adapters/tag-protocol';
import type { Answer, StickFile, TagReader } from '#library/scan/scan-ports';
import { TOOK_TOO_LONG, TOOK_TOO_MUCH } from '#library/scan/unreadable-reason';
import type { Logger } from '#kernel/logger';

export interface TagProcessPoolDeps {
  readonly childUrl: URL;
  readonly logger: Logger;
  /** Processes; 2 unless told. */
  readonly size?: number;
  /** For one file; 2 s unless told. */
  readonly limitMs?: number;
}

const LIMIT_MS = 2_000;
/** A process starts within this time, or is given up; it parses nothing yet. */
const START_LIMIT_MS = 10_000;
const HEAP_LIMIT_MB = 128;
const MEMORY_LIMIT_BYTES = 150 * 1024 * 1024;
const MEMORY_CHECK_MS = 50;
/** Files that a process is given ahead, so that it never waits for the answer to be taken. */
const AHEAD = 4;
/** A process without work is let go: it holds some 50 MB. */
const IDLE_MS = 5_000;

const BROKE_IT = 'the reader broke on it';

interface Waiting {
  readonly job: TagJob;
  settle(reply: TagReply | { readonly reason: string }): void;
  fail(error: unknown): void;
}

/**
 * Parses songs in processes that are killed when a file takes too long or too much memory; the others go on. Threads will
 * not do: one that runs out of memory takes the whole service with it.
 */
export class TagProcessPool implements TagReader {
  readonly #children: ParserProcess[];
  readonly #waiting: Waiting[] = [];
  #nextId = 1;
  #isStopped = false;

  constructor(deps: TagProcessPoolDeps) {
    this.#children = Array.from({ length: deps.size ?? 2 }, () => new ParserProcess(deps, () => this.#handOut()));
  }

  readTags(file: StickFile, signal: AbortSignal): Promise<Answer<AudioTags>> {
    return this.#ask(file, 'tags', signal, (reply) => (reply.want === 'tags' ? reply.answer : undefined));
  }

  readPicture(file: StickFile, signal: AbortSignal): Promise<Answer<Uint8Array>> {
    return this.#ask(file, 'picture', signal, (reply) => (reply.want === 'picture' ? reply.answer : undefined));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#children.map((child) => child.end()));
  }

  async #ask<Content>(
    file: StickFile,
    want: TagJob['want'],
    signal: AbortSignal,
    answerOf: (reply: TagReply) => Answer<Content> | undefined,
  ): Promise<Answer<Content>> {
    signal.throwIfAborted();
    const job = { id: this.#nextId, want, mountPoint: file.mountPoint, path: file.path };
    this.#nextId += 1;
    const abandoned = Promise.withResolvers<never>();
    const onAbort = () => {
      void this.#abandon(job.id).then(() => abandoned.reject(signal.reason));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const reply = await Promise.race([this.#queue(job), abandoned.promise]);
      const answer = 'reason' in reply ? undefined : answerOf(reply);
      const reason = 'reason' in reply ? reply.reason : TOOK_TOO_LONG;
      return answer ?? { kind: 'unreadable', reason, bytesRead: 0 };
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  #queue(job: TagJob): Promise<TagReply | { readonly reason: string }> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, settle: resolve, fail: reject });
      this.#handOut();
    });
  }

  #handOut(): void {
    if (this.#isStopped) return;
    while (this.#waiting.length > 0) {
      const free = this.#children.toSorted((a, b) => a.load - b.load)[0];
      if (free === undefined || free.load >= AHEAD) return;
      const next = this.#waiting.shift();
      if (next) free.give(next);
    }
  }

  /** Nothing of the job runs once this has ended. */
  async #abandon(jobId: number): Promise<void> {
    const index = this.#waiting.findIndex(({ job }) => job.id === jobId);
    if (index >= 0) this.#waiting.splice(index, 1);
    await Promise.all(this.#children.map((child) => child.abandon(jobId)));
  }
}

/** One process, started when there is work for it, and again after it was ended. */
class ParserProcess {
  readonly #deps: TagProcessPoolDeps;
  readonly #onFree: () => void;
  readonly #given: Waiting[] = [];
  #child: ChildProcess | undefined;
  #isReady = false;
  /** Files that the process has answered for. */
  #served = 0;
  #timer: NodeJS.Timeout | undefined;
  #memoryTimer: NodeJS.Timeout | undefined;
  #ending: Promise<unknown> | undefined;

  constructor(deps: TagProcessPoolDeps, onFree: () => void) {
    this.#deps = deps;
    this.#onFree = onFree;
  }

  get load(): number {
    return this.#given.length;
  }

  give(waiting: Waiting): void {
    this.#given.push(waiting);
    if (this.#ending) return;
    if (this.#child) this.#send(this.#child, waiting.job);
    else this.#start();
    if (this.#given.length === 1) this.#watch();
  }

  /** The job that runs cannot be interrupted, so its process is; jobs behind it are given to the next one. */
  async abandon(jobId: number): Promise<void> {
    const index = this.#given.findIndex(({ job }) => job.id === jobId);
    if (index < 0) return;
    this.#given.splice(index, 1);
    await this.#restart();
  }

  async end(): Promise<void> {
    this.#given.splice(0);
    await this.#restart();
  }

  #start(): void {
    const child = startChild(this.#deps.childUrl, HEAP_LIMIT_MB);
    this.#child = child;
    this.#isReady = false;
    this.#served = 0;
    child.on('message', (message: TagReply | TagChildReady) => {
      if (this.#child === child) this.#take(message);
    });
    const giveUp = () => {
      if (this.#child === child) this.#giveUp(BROKE_IT);
    };
    child.once('error', giveUp).once('exit', giveUp);
    for (const { job } of this.#given) this.#send(child, job);
  }

  #send(child: ChildProcess, job: TagJob): void {
    // A child that cannot be reached has ended, or will be found to be silent.
    child.send(job, () => undefined);
  }

  #take(reply: TagReply | TagChildReady): void {
    if (reply.want === 'ready') {
      this.#isReady = true;
      this.#watch();
      return;
    }
    this.#served += 1;
    const index = this.#given.findIndex(({ job }) => job.id === reply.id);
    const [waiting] = index < 0 ? [] : this.#given.splice(index, 1);
    this.#watch();
    waiting?.settle(reply);
    this.#onFree();
  }

  #watch(): void {
    clearTimeout(this.#timer);
    const [first] = this.#given;
    this.#watchMemory(first !== undefined);
    if (first === undefined) {
      this.#timer = setTimeout(() => void this.#restart(), IDLE_MS);
      this.#timer.unref();
      return;
    }
    const limitMs = this.#isReady ? (this.#deps.limitMs ?? LIMIT_MS) : START_LIMIT_MS;
    this.#timer = setTimeout(() => {
      // This thread may have been busy itself: an answer that lies in the mailbox counts.
      setImmediate(() =>
        setImmediate(() => {
          if (this.#given[0] === first) this.#giveUp(TOOK_TOO_LONG);
        }),
      );
    }, limitMs);
    this.#timer.unref();
  }

  /** Only while it parses: without work it is soon let go. */
  #watchMemory(isBusy: boolean): void {
    if (!isBusy) {
      clearInterval(this.#memoryTimer);
      this.#memoryTimer = undefined;
      return;
    }
    this.#memoryTimer ??= setInterval(() => void this.#weigh(), MEMORY_CHECK_MS).unref();
  }

  async #weigh(): Promise<void> {
    const child = this.#child;
    const [first] = this.#given;
    if (child === undefined || first === undefined || (await residentBytes(child)) <= MEMORY_LIMIT_BYTES) return;
    if (this.#child !== child || this.#given[0] !== first) return;
    // What the files before left behind is not this one's: it gets a new process before it is blamed.
    if (this.#served > 0) await this.#restart();
    else this.#giveUp(TOOK_TOO_MUCH);
  }

  #giveUp(reason: string): void {
    const first = this.#given.shift();
    this.#deps.logger.warn({ reason }, 'a file could not be parsed, and its process was killed');
    void this.#restart().then(() => {
      first?.settle({ reason });
      this.#onFree();
    });
  }

  async #restart(): Promise<void> {
    clearTimeout(this.#timer);
    this.#watchMemory(false);
    const child = this.#child;
    this.#child = undefined;
    this.#isReady = false;
    if (child) this.#ending = Promise.all([this.#ending, killChild(child)]);
    await this.#ending;
    this.#ending = undefined;
    this.#startAgain();
  }

  #startAgain(): void {
    if (this.#given.length === 0 || this.#child) return;
    this.#start();
    this.#watch();
  }
}
