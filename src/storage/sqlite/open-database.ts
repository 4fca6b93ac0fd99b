import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { backupsOf, restoreNewest } from '#storage/sqlite/backups';
import { BUSY_TIMEOUT_MS, connect, isSqliteError, type Db, type SqliteError } from '#storage/sqlite/db';
import { migrate, type Migrations } from '#storage/sqlite/migrate';
import { quarantine } from '#storage/sqlite/quarantine';
import { copyDatabase, dropCopy, hasCopy, takeBack, takesNoMore } from '#storage/sqlite/spare-folder';
import { syncPath } from '#storage/sqlite/sync-path';
import { DatabaseDamaged, DatabaseTooNew, DataFolderUnusable, MigrationFailed } from '#storage/sqlite/storage-errors';

export interface DatabaseFile {
  readonly folder: string;
  readonly name: string;
  readonly migrations: Migrations;
  /** `full`: an acknowledged write survives a power cut. `normal`: the last ones may be lost, nothing is torn. */
  readonly synchronous: 'full' | 'normal';
  /** Read all pages before use. */
  readonly isChecked: boolean;
  /** For a new file; SQLite's 4096 unless told. */
  readonly pageSizeBytes?: number;
  /** After so many pages the log is written back and begun anew, in its own place; 1,000 unless told. */
  readonly checkpointPages?: number;
  /** Backups stand beside it: see backups.ts. */
  readonly hasBackups?: boolean;
  /** In memory: takes a copy where the data folder's card is so full, or read-only, that it cannot even be opened. */
  readonly spareFolder?: string | undefined;
}

export type OpenOutcome =
  | { readonly kind: 'opened' }
  | { readonly kind: 'created' }
  /** The file could not be used; it was moved to `movedTo` and a fresh one made. */
  | { readonly kind: 'replaced'; readonly movedTo: string; readonly reason: Error }
  /** The same, or the file was gone; the backup `from` took its place. */
  | {
      readonly kind: 'restored';
      readonly movedTo: string | undefined;
      readonly reason: Error;
      readonly from: string;
    }
  /** The card is full or read-only: what is written until the power goes is lost. */
  | { readonly kind: 'displaced'; readonly reason: Error };

export interface OpenedDatabase {
  readonly db: Db;
  /** Where the file is: the data folder, or the spare one. */
  readonly folder: string;
  readonly outcome: OpenOutcome;
}

/** Opens, or makes, a database for writing. Throws `DataFolderUnusable`, which names the folder. */
export function openDatabase(file: DatabaseFile): OpenedDatabase {
  const { folder, spareFolder, ...rest } = file;
  try {
    const opened = openIn(file);
    if (spareFolder !== undefined && hasCopy(file.name, spareFolder)) bringBack(opened.db, file, spareFolder);
    return opened;
  } catch (error) {
    if (spareFolder === undefined || !(error instanceof DataFolderUnusable) || !takesNoMore(folder)) throw error;
    copyDatabase(join(folder, file.name), spareFolder);
    const { db } = openIn({ ...rest, folder: spareFolder });
    return { db, folder: spareFolder, outcome: { kind: 'displaced', reason: error } };
  }
}

/** Opens a file that `openDatabase` has opened before: never makes or replaces one. */
export function reopenDatabase(file: DatabaseFile): Db {
  const path = join(file.folder, file.name);
  if (!existsSync(path)) throw new DatabaseDamaged(path, 'it is missing');
  return openAt(path, file);
}

/**
 * What was written away from the data folder is newer, and may be of the version before an update; an index is only looked
 * through again.
 */
function bringBack(db: Db, file: DatabaseFile, spareFolder: string): void {
  const { name, hasBackups = false } = file;
  try {
    if (hasBackups) {
      openAt(join(spareFolder, name), file).close();
      takeBack(db, name, spareFolder);
    }
  } catch (error) {
    if (!isSqliteError(error) && !isUnusable(error)) throw error;
  }
  dropCopy(name, spareFolder);
}

function openIn(file: DatabaseFile): OpenedDatabase {
  const { folder } = file;
  prepareFolder(folder);
  const path = join(folder, file.name);
  try {
    if (existsSync(path)) return { db: openAt(path, file), folder, outcome: { kind: 'opened' } };
    if (file.hasBackups === true && backupsOf(path).length > 0) {
      return replace(path, file, new DatabaseDamaged(path, 'it is missing'));
    }
    // A log without its database belongs to no other.
    if (existsSync(`${path}-wal`)) quarantine(path);
    makeWhole(path, file);
    return { db: openAt(path, file), folder, outcome: { kind: 'created' } };
  } catch (error) {
    if (!isUnusable(error)) throw error instanceof DataFolderUnusable ? error : new DataFolderUnusable(folder, error);
    return replace(path, file, error);
  }
}

/** A second connection that only reads; the file must have been opened for writing before. */
export function openForReading(folder: string, name: string): Db {
  try {
    const db = connect({ path: join(folder, name), isReadOnly: true });
    setGuards(db);
    return db;
  } catch (error) {
    throw new DataFolderUnusable(folder, error);
  }
}

function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new DataFolderUnusable(folder, error);
  }
}

function replace(path: string, file: DatabaseFile, reason: Error): OpenedDatabase {
  const { folder } = file;
  const isSound = reason instanceof DatabaseTooNew || reason instanceof MigrationFailed;
  try {
    const isThere = existsSync(path) || existsSync(`${path}-wal`);
    const movedTo = isThere ? quarantine(path, isSound ? 'kept' : 'damaged') : undefined;
    const from =
      file.hasBackups === true ? restoreNewest(path, (candidate) => openAt(candidate, file).close()) : undefined;
    if (from === undefined) makeWhole(path, file);
    const db = openAt(path, file);
    if (from !== undefined) return { db, folder, outcome: { kind: 'restored', movedTo, reason, from } };
    return { db, folder, outcome: { kind: 'replaced', movedTo: movedTo ?? path, reason } };
  } catch (error) {
    throw new DataFolderUnusable(folder, error);
  }
}

/** A new file gets its name once it is whole and on the card: a short or empty one was cut, never just begun. */
function makeWhole(path: string, file: DatabaseFile): void {
  const draft = `${path}.new`;
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(draft + suffix, { force: true });
  openAt(draft, file).close();
  syncPath(draft);
  renameSync(draft, path);
  syncPath(dirname(path));
}

function openAt(path: string, file: DatabaseFile): Db {
  refuseStump(path);
  const db = connect({ path, isReadOnly: false });
  try {
    if (file.pageSizeBytes !== undefined) db.pragma(`page_size = ${String(file.pageSizeBytes)}`);
    db.pragma('journal_mode = WAL');
    setGuards(db);
    const damage = file.isChecked ? findDamage(db) : undefined;
    if (damage) throw damage;
    const before = migrate(db, file.migrations);
    if (before === file.migrations.length) writeSomething(db, before);
    setDurability(db, file.synchronous);
    db.pragma(`wal_autocheckpoint = ${file.checkpointPages ?? CHECKPOINT_PAGES}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** SQLite takes a file shorter than its smallest page for a new one; ours are never that short. */
function refuseStump(path: string): void {
  const sizeBytes = statSync(path, { throwIfNoEntry: false })?.size ?? Infinity;
  if (sizeBytes < SMALLEST_PAGE_BYTES) throw new DatabaseDamaged(path, `it has ${String(sizeBytes)} bytes`);
}

const SMALLEST_PAGE_BYTES = 512;

function setGuards(db: Db): void {
  db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  db.pragma('mmap_size = 0');
  db.pragma('temp_store = MEMORY');
  db.pragma(`cache_size = -${CACHE_KB}`);
  db.pragma(`journal_size_limit = ${JOURNAL_LIMIT_BYTES}`);
}

const CHECKPOINT_PAGES = 1_000;
/** Of pages, for each connection: half of what better-sqlite3 sets. What falls out of it is in the system's memory still. */
const CACHE_KB = 8_000;
const JOURNAL_LIMIT_BYTES = 8 * 1024 * 1024;
/** What the pragma says. */
export const SYNCHRONOUS = { full: 2, normal: 1 } as const;

/**
 * better-sqlite3 lowers `synchronous` to NORMAL with the first write after entering WAL, and says FULL before it: so this
 * is set after a write.
 */
function setDurability(db: Db, level: DatabaseFile['synchronous']): void {
  db.pragma(`synchronous = ${level}`);
  if (db.pragma('synchronous', { simple: true }) !== SYNCHRONOUS[level]) {
    throw new DatabaseDamaged(db.name, `synchronous = ${level} cannot be set`);
  }
}

/** A full or read-only disk must not keep the program from starting: it reads what is there. */
function writeSomething(db: Db, version: number): void {
  try {
    db.pragma(`user_version = ${version}`);
  } catch (error) {
    if (isUnusable(error)) throw error;
  }
}

/** Reads all pages; undefined where they fit together. */
function findDamage(db: Db): Error | undefined {
  try {
    const finding = String(db.pragma('quick_check(1)', { simple: true }));
    return finding === 'ok' ? undefined : new DatabaseDamaged(db.name, finding);
  } catch (error) {
    if (isUnusable(error)) return error;
    throw error;
  }
}

/** Not the disk's fault but the file's: another file in its place helps. */
function isUnusable(error: unknown): error is Error {
  if (error instanceof DatabaseDamaged || error instanceof DatabaseTooNew) return true;
  if (error instanceof MigrationFailed) return true;
  return isSqliteError(error) && /^SQLITE_(?:NOTADB|CORRUPT|ERROR|CONSTRAINT|MISMATCH|SCHEMA)/u.test(error.code);
}

/** What is read makes no sense. */
export function isDamage(error: SqliteError): boolean {
  return /^SQLITE_(?:NOTADB|CORRUPT)/u.test(error.code);
}
