import { accessSync, constants, copyFileSync, existsSync, mkdirSync, rmSync, statfsSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { Db } from '#storage/sqlite/db';
import { sqliteCode } from '#storage/sqlite/storage-errors';

/** SQLite needs this much to open a database: its shared memory and a first page. */
const LEAST_FREE_BYTES = 64 * 1024;

/** Whether no database can be opened because the card is full, or was made read-only by the system. */
export function takesNoMore(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < LEAST_FREE_BYTES;
  } catch (error) {
    return sqliteCode(error) === 'EROFS';
  }
}

/** Copies a database with its log, unless an earlier copy is there: that one is newer. */
export function copyDatabase(path: string, folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const target = join(folder, basename(path));
  if (existsSync(target)) return;
  for (const suffix of ['', '-wal']) {
    if (existsSync(path + suffix)) copyFileSync(path + suffix, target + suffix);
  }
}

export function hasCopy(name: string, spareFolder: string): boolean {
  return existsSync(join(spareFolder, name));
}

/** Brings what was written to the copy back into `db`, in one transaction. Both must be of one version. */
export function takeBack(db: Db, name: string, spareFolder: string): void {
  db.prepare('ATTACH ? AS spare').run(join(spareFolder, name));
  try {
    if (db.pragma('spare.user_version', { simple: true }) !== db.pragma('user_version', { simple: true })) return;
    const tables = db
      .prepare<[], { name: string }>(
        `SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`,
      )
      .all();
    db.transaction(() => {
      for (const table of tables) {
        db.exec(
          `DELETE FROM main."${table.name}"; INSERT INTO main."${table.name}" SELECT * FROM spare."${table.name}"`,
        );
      }
    }).immediate();
  } finally {
    db.exec('DETACH spare');
  }
}

/** After this the data folder's own is the newest. */
export function dropCopy(name: string, spareFolder: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(spareFolder, name) + suffix, { force: true });
}
