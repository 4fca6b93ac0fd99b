/** The thread that writes state.db, as the service starts it from source. */
export const STATE_WORKER = new URL('../../src/app/state-worker.ts', import.meta.url);
