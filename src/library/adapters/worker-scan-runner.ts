import { Worker } from 'node:worker_threads';

import type { ScanSummary } from '#contract/entities/volume';
import type { FromScanWorker, ScanWorkerData, ToScanWorker } from '#library/adapters/scan-protocol';
import { Turns } from '#library/adapters/turns';
import type { LoudnessRunner, ScanListener, ScanRequest, ScanRunner } from '#library/ports';
import { IndexFull, isFull, ScanFailed, VolumeGone } from '#library/scan/scan-errors';
import { endThread } from '#kernel/end-thread';
import type { Logger } from '#kernel/logger';

export interface WorkerScanRunnerDeps {
  readonly workerUrl: URL;
  readonly workerData: ScanWorkerData;
  readonly logger: Logger;
}

interface Job {
  readonly worker: Worker;
  /** Undefined for one that only measures. */
  readonly listener: ScanListener | undefined;
  readonly signal: AbortSignal;
  /** Undefined from one that only measures. */
  resolve(summary: ScanSummary | undefined): void;
  reject(error: unknown): void;
}

/** More at once only make each slower: they share one database and two cores. */
const AT_ONCE = 2;
/**
 * V8 lets a heap grow to four times of what lives in it where it may have gigabytes, and a half more where it may not. The
 * largest stick that is taken, 500,000 files, needs less.
 */
const HEAP_LIMIT_MB = 768;
const YOUNG_LIMIT_MB = 12;
const STOP_LIMIT_MS = 700;
/** Where nothing hurries. */
const PATIENT_STOP_LIMIT_MS = 10_000;

/** Runs scans in a thread of its own, which is started ahead of the first scan and again after it broke. */
export class WorkerScanRunner implements ScanRunner, LoudnessRunner {
  readonly #deps: WorkerScanRunnerDeps;
  readonly #jobs = new Map<number, Job>();
  readonly #turns = new Turns(AT_ONCE);
  #worker: Worker | undefined;
  #nextId = 1;
  #pause: Promise<void> = Promise.resolve();
  /** No thread may begin now. */
  #isHeld = false;

  constructor(deps: WorkerScanRunnerDeps) {
    this.#deps = deps;
  }

  scan(request: ScanRequest, listener: ScanListener, signal: AbortSignal): Promise<ScanSummary> {
    return this.#turns.run(() => this.#scan(request, listener, signal), signal);
  }

  /** Waits by itself while sticks are looked through. */
  async measureLoudness(
    { volumeId, mountPoint }: Pick<ScanRequest, 'volumeId' | 'mountPoint'>,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#run((jobId) => ({ type: 'measure', jobId, request: { volumeId, mountPoint } }), undefined, signal);
  }

  /** Starts the thread ahead of a scan, `withReaders` those too that read songs: they rest again if none comes. */
  prepare({ withReaders }: { readonly withReaders: boolean }): void {
    if (this.#isHeld) return;
    this.#worker ??= this.#start();
    if (withReaders) this.#post(this.#worker, { type: 'prepare' });
  }

  /** Ends the thread; scans that still run are rejected. */
  stop(): Promise<void> {
    this.#isHeld = true;
    return this.#end(STOP_LIMIT_MS);
  }

  /** Ends the thread, does `work` while nobody has the index open for writing, and lets scans begin again. */
  async between(work: () => void): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#pause = promise;
    this.#isHeld = true;
    try {
      await this.#end(PATIENT_STOP_LIMIT_MS);
      work();
    } finally {
      this.#isHeld = false;
      resolve(undefined);
    }
  }

  async #end(limitMs: number): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    this.#worker = undefined;
    this.#post(worker, { type: 'stop' });
    if (await endThread(worker, limitMs)) return;
    this.#deps.logger.error({}, 'the scan thread did not end');
    this.#rejectAll(worker, undefined);
  }

  async #scan(request: ScanRequest, listener: ScanListener, signal: AbortSignal): Promise<ScanSummary> {
    const { volumeId, label, mountPoint, isForced } = request;
    const wire = { volumeId, label, mountPoint, isForced };
    const summary = await this.#run((jobId) => ({ type: 'scan', jobId, request: wire }), listener, signal);
    if (summary === undefined) throw new ScanFailed('it ended without a summary');
    return summary;
  }

  async #run(
    order: (jobId: number) => ToScanWorker,
    listener: ScanListener | undefined,
    signal: AbortSignal,
  ): Promise<ScanSummary | undefined> {
    await this.#pause;
    signal.throwIfAborted();
    const worker = (this.#worker ??= this.#start());
    const jobId = this.#nextId;
    this.#nextId += 1;
    const { promise, resolve, reject } = Promise.withResolvers<ScanSummary | undefined>();
    this.#jobs.set(jobId, { worker, listener, signal, resolve, reject });
    const cancel = () => this.#post(worker, { type: 'cancel', jobId });
    signal.addEventListener('abort', cancel, { once: true });
    this.#post(worker, order(jobId));
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', cancel);
      this.#jobs.delete(jobId);
    }
  }

  #start(): Worker {
    const worker = new Worker(this.#deps.workerUrl, {
      workerData: this.#deps.workerData,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB, maxYoungGenerationSizeMb: YOUNG_LIMIT_MB },
    });
    let cause: unknown;
    worker.on('message', (message: FromScanWorker) => this.#take(message));
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
      if (cause !== undefined) this.#deps.logger.error({ err: cause }, 'the scan thread broke');
      this.#rejectAll(worker, cause);
    });
    return worker;
  }

  #rejectAll(worker: Worker, cause: unknown): void {
    for (const job of this.#jobs.values()) {
      if (job.worker !== worker) continue;
      job.reject(isFull(cause) ? new IndexFull({ cause }) : new ScanFailed('its thread ended', { cause }));
    }
  }

  #take(message: FromScanWorker): void {
    if (message.type === 'log') {
      this.#deps.logger[message.level](message.fields, message.message);
      return;
    }
    const job = this.#jobs.get(message.jobId);
    if (job === undefined) return;
    switch (message.type) {
      case 'progress':
        job.listener?.onProgress(message.progress);
        break;
      case 'libraryChanged':
        job.listener?.onLibraryChanged();
        break;
      case 'skippedFolders':
        job.listener?.onSkippedFolders?.(message.skipped);
        break;
      case 'moved':
        job.listener?.onMoved?.(message.moves);
        break;
      case 'finished':
        job.resolve(message.summary);
        break;
      case 'measured':
        job.resolve(undefined);
        break;
      case 'cancelled':
        job.reject(job.signal.aborted ? job.signal.reason : new ScanFailed('it was stopped'));
        break;
      case 'gone':
        job.reject(new VolumeGone());
        break;
      case 'full':
        job.reject(new IndexFull());
        break;
      case 'failed':
        job.reject(new ScanFailed(message.reason));
    }
  }

  #post(worker: Worker, message: ToScanWorker): void {
    worker.postMessage(message);
  }
}
