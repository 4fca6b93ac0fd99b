import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

import { connect, type Db } from '#storage/sqlite/db';
import { quarantine } from '#storage/sqlite/quarantine';
import { DatabaseDamaged } from '#storage/sqlite/storage-errors';
import { syncPath } from '#storage/sqlite/sync-path';

// `NAME.backup-1` is the newest of three. Each is a database of its own, without a log, that was read through before it
// got its name.

const KEPT = 3;

/** Paths of the backups that are there, newest first. */
export function backupsOf(path: string): readonly string[] {
  return Array.from({ length: KEPT }, (_, index) => nameOf(path, index + 1)).filter((one) => existsSync(one));
}

/** Adds a backup of `db`, whose file is `path`. A cut at any moment leaves the backups before it, or all but the oldest. */
export function makeBackup(db: Db, path: string): void {
  const draft = `${path}.backup-new`;
  rmSync(draft, { force: true });
  db.prepare('VACUUM INTO ?').run(draft);
  syncPath(draft);
  readThrough(draft);

  for (const backup of backupsOf(path)) moveAwayIfDamaged(backup);
  for (let place = firstGap(path) - 1; place >= 1; place -= 1) {
    renameSync(nameOf(path, place), nameOf(path, place + 1));
  }
  renameSync(draft, nameOf(path, 1));
  syncPath(dirname(path));
}

/**
 * Puts the newest backup that `tryOut` takes (it throws otherwise) in the place of `path`, where no file stands. Gives
 * the backup's path; undefined when none is good.
 */
export function restoreNewest(path: string, tryOut: (candidate: string) => void): string | undefined {
  const candidate = `${path}.restoring`;
  for (const backup of backupsOf(path)) {
    for (const suffix of ['', '-wal', '-shm']) rmSync(candidate + suffix, { force: true });
    copyFileSync(backup, candidate);
    try {
      tryOut(candidate);
    } catch (error) {
      if (error instanceof DatabaseDamaged || !isSound(backup)) quarantine(backup);
      continue;
    }
    syncPath(candidate);
    renameSync(candidate, path);
    syncPath(dirname(path));
    return backup;
  }
  return undefined;
}

/** The place that the others move up to: a gap, which a cut or a damaged one left, or else the oldest. */
function firstGap(path: string): number {
  for (let place = 1; place < KEPT; place += 1) {
    if (!existsSync(nameOf(path, place))) return place;
  }
  return KEPT;
}

function nameOf(path: string, place: number): string {
  return `${path}.backup-${String(place)}`;
}

function moveAwayIfDamaged(backup: string): void {
  if (!isSound(backup)) quarantine(backup);
}

function isSound(path: string): boolean {
  try {
    readThrough(path);
    return true;
  } catch {
    return false;
  }
}

/** Throws for a file that is damaged or empty. */
function readThrough(path: string): void {
  const db = connect({ path, isReadOnly: true });
  try {
    const finding = String(db.pragma('quick_check(1)', { simple: true }));
    if (finding !== 'ok') throw new DatabaseDamaged(path, finding);
    if (db.pragma('user_version', { simple: true }) === 0) throw new DatabaseDamaged(path, 'it is empty');
  } finally {
    db.close();
  }
}
