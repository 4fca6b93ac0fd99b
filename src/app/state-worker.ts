import { parentPort, workerData } from 'node:worker_threads';

import { threadLogger } from '#app/thread-logger';
import { StateHost } from '#storage/state/state-host';
import type { FromStateWorker, StateWorkerData, ToStateWorker } from '#storage/state/state-protocol';

/** Thread that writes state.db: whatever the card does, screens are answered meanwhile. */
const post = (message: FromStateWorker) => parentPort?.postMessage(message);

const host = new StateHost({
  data: workerData as StateWorkerData,
  post,
  logger: threadLogger((line) => post({ type: 'log', ...line })),
  nowMs: () => performance.now(),
  close: () => parentPort?.close(),
});

parentPort?.on('message', (message: ToStateWorker) => host.handle(message));
host.start();
