import { parentPort, workerData } from 'node:worker_threads';

import type { CheckWorkerData, FromCheckWorker } from '#app/library-keeper';
import { findLibraryDamage } from '#storage/library/open-library';

/** Thread that reads the whole index once and ends. */
const { folder } = workerData as CheckWorkerData;

parentPort?.postMessage({ damage: findLibraryDamage(folder) } satisfies FromCheckWorker);
