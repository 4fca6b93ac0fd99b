import { Worker } from 'node:worker_threads';

import type { FromMediaThread, MediaJob, MediaReply, ToMediaThread } from '#library/adapters/media-protocol';
import type { AudioTags, PictureSpot, VideoTags } from '#library/ports';
import type { Answer, Refusal, MediaLook, MediaReader, StickFile } from '#library/scan/scan-ports';
import type { Logger } from '#kernel/logger';

export interface MediaThreadsDeps {
  readonly threadUrl: URL;
  readonly logger: Logger;
  /** Threads, and so reads at the stick at once; 2 unless told. */
  readonly size?: number;
}

/**
 * Two hide our own work behind the stick's; sticks do one thing at a time, and more readers only make a player wait.
 */
const AT_ONCE = 2;
/** Files of one message: what a message costs is shared by them. */
const BATCH = 16;
/** Batches that a thread is given ahead, so that it never waits for rows to be written. */
const AHEAD = 2;
const HEAP_LIMIT_MB = 48;
/** What lives for one file only needs little room; a thread would take 48 MB else. */
const YOUNG_LIMIT_MB = 4;
/** A thread without work is let go: it holds some 10 MB. */
const IDLE_MS = 5_000;

interface Waiting {
  readonly job: MediaJob;
  settle(reply: MediaReply | undefined): void;
}

/** Our own readers in threads: what they do is bounded by construction, so they need not be killed. */
export class MediaThreads implements MediaReader {
  readonly #threads: MediaThread[];
  readonly #waiting: Waiting[] = [];
  #nextId = 1;
  #isDue = false;

  constructor(deps: MediaThreadsDeps) {
    this.#threads = Array.from({ length: deps.size ?? AT_ONCE }, () => new MediaThread(deps, () => this.#handOut()));
  }

  prepare(): void {
    for (const thread of this.#threads) thread.prepare();
  }

  async readSong(file: StickFile, look: MediaLook, signal: AbortSignal): Promise<Answer<AudioTags> | Refusal> {
    return (await this.#ask({ want: look, ...file }, signal)) as Answer<AudioTags> | Refusal;
  }

  async readFilm(file: StickFile, signal: AbortSignal): Promise<Answer<VideoTags> | Refusal> {
    return (await this.#ask({ want: 'film', ...file }, signal)) as Answer<VideoTags> | Refusal;
  }

  async readPictureAt(file: StickFile, spot: PictureSpot, signal: AbortSignal): Promise<Answer<Uint8Array>> {
    const answer = (await this.#ask({ want: 'picture', spot, ...file }, signal)) as Answer<Uint8Array> | Refusal;
    return answer.kind === 'refused' ? { ...answer, kind: 'unreadable', reason: 'the reader broke on it' } : answer;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }

  /** Rejects with the signal's reason once nothing of it runs any more. */
  async #ask(
    wanted: Omit<MediaJob, 'id'>,
    signal: AbortSignal,
  ): Promise<Extract<MediaReply, { answer: unknown }>['answer']> {
    signal.throwIfAborted();
    const job = { ...wanted, id: this.#nextId };
    this.#nextId += 1;
    const onAbort = () => this.#abandon(job.id);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const reply = await new Promise<MediaReply | undefined>((settle) => {
        this.#waiting.push({ job, settle });
        this.#handOutSoon();
      });
      signal.throwIfAborted();
      return reply && 'answer' in reply ? reply.answer : { kind: 'refused', bytesRead: 0 };
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Once for all that is asked in this turn. */
  #handOutSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.#handOut();
    });
  }

  #handOut(): void {
    while (this.#waiting.length > 0) {
      const free = this.#threads.toSorted((a, b) => a.load - b.load)[0];
      if (free === undefined || free.load >= BATCH * AHEAD) return;
      free.give(this.#waiting.splice(0, this.#batchSize()));
    }
  }

  /** Few files are shared by the threads; what takes long goes alone. */
  #batchSize(): number {
    if (this.#waiting[0]?.job.want === 'count') return 1;
    const quick = this.#waiting.findIndex(({ job }) => job.want === 'count');
    const size = quick < 0 ? this.#waiting.length : quick;
    return Math.max(1, Math.min(BATCH, Math.ceil(size / this.#threads.length)));
  }

  #abandon(jobId: number): void {
    const index = this.#waiting.findIndex(({ job }) => job.id === jobId);
    const [waiting] = index < 0 ? [] : this.#waiting.splice(index, 1);
    if (waiting) waiting.settle(undefined);
    else for (const thread of this.#threads) thread.cancel(jobId);
  }
}

/** One thread, started when there is work for it, and again after it broke. */
class MediaThread {
  readonly #deps: MediaThreadsDeps;
  readonly #onFree: () => void;
  readonly #given = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(deps: MediaThreadsDeps, onFree: () => void) {
    this.#deps = deps;
    this.#onFree = onFree;
  }

  get load(): number {
    return this.#given.size;
  }

  give(batch: readonly Waiting[]): void {
    clearTimeout(this.#idleTimer);
    for (const waiting of batch) this.#given.set(waiting.job.id, waiting);
    this.#post({ type: 'read', jobs: batch.map(({ job }) => job) });
  }

  /** It takes a while to start: that is done while the walk waits for the stick. */
  prepare(): void {
    this.#worker ??= this.#start();
    if (this.#given.size === 0) this.#rest();
  }

  cancel(jobId: number): void {
    if (this.#given.has(jobId)) this.#post({ type: 'cancel', ids: [jobId] });
  }

  async end(): Promise<void> {
    clearTimeout(this.#idleTimer);
    const worker = this.#worker;
    this.#worker = undefined;
    // Before the wait: what is given meanwhile is the next thread's.
    this.#giveBack();
    await worker?.terminate();
  }

  #post(message: ToMediaThread): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  #start(): Worker {
    const worker = new Worker(this.#deps.threadUrl, {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB, maxYoungGenerationSizeMb: YOUNG_LIMIT_MB },
    });
    worker.on('message', (replies: FromMediaThread) => this.#take(replies));
    worker.on('error', (error: unknown) => this.#deps.logger.error({ err: error }, 'a thread that reads songs broke'));
    worker.on('exit', () => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#giveBack();
    });
    return worker;
  }

  #take(replies: FromMediaThread): void {
    for (const reply of replies) {
      const waiting = this.#given.get(reply.id);
      this.#given.delete(reply.id);
      waiting?.settle(reply);
    }
    this.#onFree();
    if (this.#given.size === 0) this.#rest();
  }

  #rest(): void {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => void this.end(), IDLE_MS);
    this.#idleTimer.unref();
  }

  /** Others may understand what broke this thread. */
  #giveBack(): void {
    const given = [...this.#given.values()];
    this.#given.clear();
    for (const waiting of given) waiting.settle(undefined);
    this.#onFree();
  }
}
