/** The product's own thread that writes state.db. */
export const STATE_WORKER = new URL('../../../src/app/state-worker.ts', import.meta.url);
