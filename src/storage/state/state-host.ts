import { join } from 'node:path';

import type { Logger } from '#kernel/logger';
import { makeBackup } from '#storage/sqlite/backups';
import type { Db } from '#storage/sqlite/db';
import { reopenDatabase } from '#storage/sqlite/open-database';
import { dropCopy, takeBack, takesNoMore } from '#storage/sqlite/spare-folder';
import { sqliteCode } from '#storage/sqlite/storage-errors';
import { BackupSchedule } from '#storage/state/backup-schedule';
import { STATE_FILE } from '#storage/state/state-file';
import type { FromStateWorker, StateWorkerData, StateWrite, ToStateWorker } from '#storage/state/state-protocol';
import { StateWriter } from '#storage/state/state-writer';

export interface StateHostDeps {
  readonly data: StateWorkerData;
  readonly post: (message: FromStateWorker) => void;
  readonly logger: Logger;
  /** Monotonic. */
  readonly nowMs: () => number;
  /** Ends the thread; called once, when the database is closed. */
  readonly close: () => void;
}

interface OpenState {
  readonly db: Db;
  readonly writer: StateWriter;
}

/** Pages that are copied while the power may be going already. */
const QUICK_BACKUP_BYTES = 1024 * 1024;
/** What playing alone writes; it makes no backup due, which would write all the rest again and again. */
const GOES_ON_BY_ITSELF: ReadonlySet<StateWrite['kind']> = new Set(['position', 'resume point', 'play']);
const TRY_HOME_EVERY_MS = 5_000;

/** The writing thread's side of the protocol. */
export class StateHost {
  readonly #deps: StateHostDeps;
  readonly #backups: BackupSchedule;
  #folder: string;
  #homeFolder: string | undefined;
  #open: OpenState | undefined;
  #lastTryMs = -Infinity;

  constructor(deps: StateHostDeps) {
    this.#deps = deps;
    this.#folder = deps.data.folder;
    this.#homeFolder = deps.data.homeFolder;
    this.#backups = new BackupSchedule({ nowMs: deps.nowMs, make: () => this.#backUp() });
  }

  /** A database that cannot be opened now is tried again with each write. */
  start(): void {
    try {
      this.#opened();
    } catch (error) {
      this.#deps.logger.error({ err: error }, 'state.db could not be opened for writing');
      return;
    }
    this.#deps.post({ type: 'ready' });
  }

  handle(message: ToStateWorker): void {
    switch (message.type) {
      case 'commit':
        this.#commit(message.commitId, message.writes);
        return;
      case 'stop':
        this.#stop();
    }
  }

  #commit(commitId: number, writes: readonly StateWrite[]): void {
    try {
      this.#tryHome();
      this.#opened().writer.commit(writes);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#deps.post({ type: 'committed', commitId, failure: { message, code: sqliteCode(error) } });
      return;
    }
    this.#deps.post({ type: 'committed', commitId });
    if (writes.some(({ kind }) => !GOES_ON_BY_ITSELF.has(kind))) this.#backups.noteChange();
    else if (writes.some(({ kind }) => kind === 'play')) this.#backups.noteSmallChange();
  }

  #stop(): void {
    if (this.#open !== undefined && this.#sizeBytes(this.#open.db) <= QUICK_BACKUP_BYTES) this.#backups.finish();
    this.#backups.stop();
    this.#open?.db.close();
    this.#open = undefined;
    this.#deps.close();
  }

  #opened(): OpenState {
    this.#open ??= this.#openIn(this.#folder);
    return this.#open;
  }

  #openIn(folder: string): OpenState {
    const db = reopenDatabase({ ...STATE_FILE, folder, isChecked: false });
    const onLowered = (level: unknown) =>
      this.#deps.logger.error({ level }, 'writes to state.db did not wait for the card; they do now');
    try {
      return { db, writer: new StateWriter({ db, onLowered }) };
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /** Back to the data folder as soon as its card takes something again. */
  #tryHome(): void {
    const home = this.#homeFolder;
    const nowMs = this.#deps.nowMs();
    if (home === undefined || nowMs - this.#lastTryMs < TRY_HOME_EVERY_MS) return;
    this.#lastTryMs = nowMs;
    if (takesNoMore(home)) return;
    const spare = this.#folder;
    try {
      const atHome = this.#openIn(home);
      takeBack(atHome.db, STATE_FILE.name, spare);
      this.#open?.db.close();
      this.#open = atHome;
    } catch (error) {
      this.#deps.logger.warn({ err: error }, 'the data folder cannot be used yet');
      return;
    }
    this.#folder = home;
    this.#homeFolder = undefined;
    dropCopy(STATE_FILE.name, spare);
    this.#deps.post({ type: 'home' });
  }

  #backUp(): void {
    if (this.#open === undefined || this.#homeFolder !== undefined) return;
    try {
      makeBackup(this.#open.db, join(this.#folder, STATE_FILE.name));
    } catch (error) {
      this.#deps.logger.warn({ err: error }, 'no backup of state.db could be made');
    }
  }

  #sizeBytes(db: Db): number {
    return Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));
  }
}
