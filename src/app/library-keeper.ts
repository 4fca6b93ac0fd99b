import { Worker } from 'node:worker_threads';

import { endThread } from '#kernel/end-thread';
import type { Logger } from '#kernel/logger';
import type { Part } from '#kernel/lifecycle';
import type { WorkerScanRunner } from '#library/adapters/worker-scan-runner';
import type { VolumeService } from '#library/volumes/volume-service';
import type { LibraryReader } from '#storage/library/open-library';
import { DatabaseDamaged } from '#storage/sqlite/storage-errors';
import type { OpenOutcome } from '#storage/sqlite/open-database';

export interface CheckWorkerData {
  readonly folder: string;
}

export interface FromCheckWorker {
  /** What is wrong with the index, if anything. */
  readonly damage: string | undefined;
}

export interface LibraryKeeperDeps {
  readonly checkWorkerUrl: URL;
  readonly reader: Pick<LibraryReader, 'folder' | 'replace'>;
  readonly runner: Pick<WorkerScanRunner, 'between'>;
  readonly volumes: Pick<VolumeService, 'scanAll'>;
  readonly onReplaced: (outcome: OpenOutcome) => void;
  /** The music of before the start comes first; always resolves. */
  readonly mayBegin: Promise<unknown>;
  readonly logger: Logger;
}

/** Not while everything else starts; soon enough that sticks play within 5 s whatever is broken. */
const CHECK_AFTER_MS = 1_000;
const CHECK_LIMIT_MS = 10_000;
const STOP_LIMIT_MS = 300;

/** Looks through the whole index behind the music, and has a damaged one made again. */
export class LibraryKeeper implements Part {
  readonly name = 'index check';
  readonly #deps: LibraryKeeperDeps;
  #timer: NodeJS.Timeout | undefined;
  #check: Worker | undefined;
  #isReplacing = false;
  #isStopped = false;

  constructor(deps: LibraryKeeperDeps) {
    this.#deps = deps;
  }

  start(): void {
    void this.#deps.mayBegin.then(() => {
      if (!this.#isStopped) this.#timer = setTimeout(() => this.#look(), CHECK_AFTER_MS);
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    if (this.#check) await endThread(this.#check, STOP_LIMIT_MS);
  }

  /** A read has met damage, or the check found it: the file is moved away and all sticks are looked through again. */
  async damaged(reason: Error): Promise<void> {
    const { runner, reader, volumes, onReplaced, logger } = this.#deps;
    if (this.#isReplacing || this.#isStopped) return;
    this.#isReplacing = true;
    try {
      if (this.#check) await endThread(this.#check, CHECK_LIMIT_MS);
      await runner.between(() => onReplaced(reader.replace(reason)));
      volumes.scanAll();
    } catch (error) {
      logger.error({ err: error }, 'the damaged index could not be replaced');
    } finally {
      this.#isReplacing = false;
    }
  }

  #look(): void {
    const { checkWorkerUrl, reader, logger } = this.#deps;
    const workerData: CheckWorkerData = { folder: reader.folder };
    const check = new Worker(checkWorkerUrl, { workerData });
    this.#check = check;
    check.on('message', ({ damage }: FromCheckWorker) => {
      if (damage !== undefined) void this.damaged(new DatabaseDamaged('library.db', damage));
    });
    check.on('error', (error: unknown) => logger.warn({ err: error }, 'the index could not be looked through'));
    check.on('exit', () => {
      this.#check = undefined;
    });
  }
}
