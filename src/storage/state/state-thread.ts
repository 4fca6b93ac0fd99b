import { Worker } from 'node:worker_threads';

import { endThread } from '#kernel/end-thread';
import type { Logger } from '#kernel/logger';
import type { FromStateWorker, StateWorkerData, ToStateWorker, StateWrite } from '#storage/state/state-protocol';
import type { StateCommitter } from '#storage/state/write-queue';

export interface StateThreadDeps {
  readonly workerUrl: URL;
  readonly workerData: StateWorkerData;
  readonly logger: Logger;
  /** The thread has opened the database. */
  readonly onReady: () => void;
  readonly onHome: () => void;
}

interface Commit {
  readonly worker: Worker;
  resolve(): void;
  reject(error: Error): void;
}

/** The thread could not commit; `code` is SQLite's. */
class CommitFailed extends Error {
  readonly code: string | undefined;
  constructor(message: string, code?: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The thread that writes state.db, started again with the next write after it broke. */
export class StateThread implements StateCommitter {
  readonly #deps: StateThreadDeps;
  readonly #commits = new Map<number, Commit>();
  #worker: Worker | undefined;
  #nextId = 1;

  constructor(deps: StateThreadDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#worker ??= this.#begin();
  }

  commit(writes: readonly StateWrite[]): Promise<void> {
    const worker = (this.#worker ??= this.#begin());
    const commitId = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      this.#commits.set(commitId, { worker, resolve, reject });
      worker.postMessage({ type: 'commit', commitId, writes } satisfies ToStateWorker);
    });
  }

  /** Ends the thread; one that a card holds up for longer than `limitMs` is left to itself. */
  async stop(limitMs: number): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    this.#worker = undefined;
    worker.postMessage({ type: 'stop' } satisfies ToStateWorker);
    if (!(await endThread(worker, limitMs))) this.#deps.logger.error({}, 'the thread that saves state did not end');
  }

  #begin(): Worker {
    const worker = new Worker(this.#deps.workerUrl, { workerData: this.#deps.workerData });
    let cause: unknown;
    worker.on('message', (message: FromStateWorker) => this.#take(message));
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
      if (cause !== undefined) this.#deps.logger.error({ err: cause }, 'the thread that saves state broke');
      for (const [id, commit] of this.#commits) {
        if (commit.worker !== worker) continue;
        this.#commits.delete(id);
        commit.reject(new CommitFailed('the thread that saves state ended', undefined, { cause }));
      }
    });
    return worker;
  }

  #take(message: FromStateWorker): void {
    switch (message.type) {
      case 'ready':
        this.#deps.onReady();
        return;
      case 'home':
        this.#deps.onHome();
        return;
      case 'log':
        this.#deps.logger[message.level](message.fields, message.message);
        return;
      case 'committed': {
        const commit = this.#commits.get(message.commitId);
        this.#commits.delete(message.commitId);
        if (message.failure === undefined) commit?.resolve();
        else commit?.reject(new CommitFailed(message.failure.message, message.failure.code));
      }
    }
  }
}
