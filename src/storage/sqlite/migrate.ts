import { isSqliteError, type Db } from '#storage/sqlite/db';
import { DatabaseTooNew, MigrationFailed } from '#storage/sqlite/storage-errors';

/** SQL of one step of the schema; the first step makes version 1. Steps that were shipped are never changed. */
export type Migrations = readonly string[];

/**
 * Brings the schema up to date, each step in one transaction with its number, so that a power cut leaves the version
 * before or after it. Gives the version before. Throws `MigrationFailed` when the fault is the step's or the content's.
 */
export function migrate(db: Db, migrations: Migrations): number {
  const before = Number(db.pragma('user_version', { simple: true }));
  if (before > migrations.length) throw new DatabaseTooNew(db.name, before);

  migrations.forEach((sql, index) => {
    if (index < before) return;
    try {
      db.transaction(() => {
        db.exec(sql);
        db.pragma(`user_version = ${index + 1}`);
      }).immediate();
    } catch (error) {
      throw isOfContent(error) ? new MigrationFailed(db.name, index + 1, error) : error;
    }
  });
  return before;
}

function isOfContent(error: unknown): boolean {
  return isSqliteError(error) && /^SQLITE_(?:ERROR|CONSTRAINT|MISMATCH|SCHEMA)/u.test(error.code);
}
