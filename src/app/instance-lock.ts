import { join } from 'node:path';

import Database from 'better-sqlite3';

import { ConfigError } from '#config/config-error';

/**
 * One service per data folder. SQLite's own file lock is held for as long as the process lives: the kernel lets go of
 * it after a kill or a power cut, so that no stale lock can ever keep the car silent.
 */
export class InstanceLock {
  readonly #directory: string;
  readonly #spareDirectory: string;
  #database: Database.Database | undefined;

  /** `spareDirectory` holds the lock where the data folder takes not even an empty file: a full card must not silence. */
  constructor(directory: string, spareDirectory: string) {
    this.#directory = directory;
    this.#spareDirectory = spareDirectory;
  }

  start(): void {
    try {
      this.#database = this.#lockIn(this.#directory);
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      this.#database = this.#lockIn(this.#spareDirectory);
    }
  }

  stop(): void {
    this.#database?.close();
    this.#database = undefined;
  }

  #lockIn(directory: string): Database.Database {
    const database = new Database(join(directory, 'instance.lock'), { timeout: 0 });
    try {
      database.pragma('journal_mode = DELETE');
      database.exec('BEGIN EXCLUSIVE');
      return database;
    } catch (cause) {
      database.close();
      if (!isBusy(cause)) throw cause;
      const message = `data folder ${this.#directory}: another Carputer uses it; stop that one or give --data DIR`;
      throw new ConfigError(message, { cause });
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
