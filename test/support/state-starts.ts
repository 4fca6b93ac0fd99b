import { onTestFinished } from 'vitest';

import { silentLogger } from '#kernel/logger';
import { openState } from '#storage/state/open-state';
import { STATE_WORKER } from '#test/support/state-worker';

/** The state of a service over one data folder: each call is one more start of it. Closed when the test has ended. */
export function stateStarts(folder: string) {
  return () => {
    const nothing = () => undefined;
    const state = openState({
      ...{ folder, workerUrl: STATE_WORKER, logger: silentLogger },
      ...{ onFailure: nothing, onRecovery: nothing },
    });
    onTestFinished(() => state.close());
    state.start();
    return state;
  };
}
