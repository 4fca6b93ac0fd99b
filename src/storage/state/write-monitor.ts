import type { Logger } from '#kernel/logger';
import type { WriteFailed } from '#storage/sqlite/storage-errors';

export interface WriteMonitorDeps {
  readonly logger: Logger;
  /** Once, when writing begins to fail. */
  readonly onFailure: (error: WriteFailed) => void;
  /** Once, when it works again. */
  readonly onRecovery: () => void;
}

/** Watches the writes to state.db: a full or read-only card is told once, and its end too. */
export class WriteMonitor {
  readonly #deps: WriteMonitorDeps;
  #isFailing = false;

  constructor(deps: WriteMonitorDeps) {
    this.#deps = deps;
  }

  failed(error: WriteFailed): void {
    if (this.#isFailing) return;
    this.#isFailing = true;
    this.#deps.logger.error({ err: error }, 'state cannot be saved');
    this.#deps.onFailure(error);
  }

  succeeded(): void {
    if (!this.#isFailing) return;
    this.#isFailing = false;
    this.#deps.logger.info({}, 'state is saved again');
    this.#deps.onRecovery();
  }
}
