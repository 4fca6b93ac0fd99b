import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { openLibraryForReading, openLibraryForWriting } from '#storage/library/open-library';
import { openDatabase, openForReading, type DatabaseFile, type OpenOutcome } from '#storage/sqlite/open-database';
import { DatabaseDamaged, DatabaseTooNew, DataFolderUnusable } from '#storage/sqlite/storage-errors';
import { dataFolder, memoryFavourites, NO_PLAYS } from '#test/integration/storage/library-fixture';
import { memoryOwnPlaylists } from '#test/support/memory-own-playlists';
import { memorySpokenFolders } from '#test/support/memory-spoken-folders';

const MIGRATIONS = ['CREATE TABLE note (words TEXT)', "INSERT INTO note VALUES ('from step 2')"];

function setup(changes: Partial<DatabaseFile> = {}) {
  const folder = dataFolder();
  const file: DatabaseFile = {
    folder,
    name: 'some.db',
    migrations: MIGRATIONS,
    synchronous: 'full',
    isChecked: true,
    ...changes,
  };
  const path = join(file.folder, file.name);
  const open = (differently: Partial<DatabaseFile> = {}) => {
    const opened = openDatabase({ ...file, ...differently });
    onTestFinished(() => {
      opened.db.close();
    });
    return opened;
  };
  return { folder, path, open };
}

describe('settings of a connection', () => {
  it.each([
    ['full', 2],
    ['normal', 1],
  ] as const)('keeps synchronous = %s after writing, also when opened again', (synchronous, level) => {
    const { open } = setup({ synchronous });

    for (const round of [1, 2]) {
      const { db } = open();
      db.exec(`INSERT INTO note VALUES ('round ${round}')`);
      db.transaction(() => db.exec("INSERT INTO note VALUES ('in a transaction')"))();
      expect(db.pragma('synchronous', { simple: true })).toBe(level);
      db.close();
    }
  });

  it.each([
    ['journal_mode', 'wal'],
    ['busy_timeout', 2000],
    ['foreign_keys', 1],
    ['trusted_schema', 0],
    ['cell_size_check', 1],
    ['wal_autocheckpoint', 1000],
    ['journal_size_limit', 8 * 1024 * 1024],
    ['mmap_size', 0],
  ])('has %s = %s', (pragma, value) => {
    const { open } = setup();

    expect(open().db.pragma(pragma, { simple: true }) ?? 0).toBe(value);
  });

  it('lets the second connection read at once, and never write', () => {
    const { folder, open } = setup();
    const { db } = open();
    const reader = openForReading(folder, 'some.db');
    onTestFinished(() => {
      reader.close();
    });

    db.exec("INSERT INTO note VALUES ('new')");
    expect(reader.prepare('SELECT count(*) AS notes FROM note').get()).toEqual({ notes: 2 });
    expect(() => reader.exec("INSERT INTO note VALUES ('mine')")).toThrow();
  });
});

describe('migrations', () => {
  it('says whether the file was there, and brings an older one up to date', () => {
    const { open } = setup();
    const first = open({ migrations: MIGRATIONS.slice(0, 1) });
    expect(first.outcome).toEqual({ kind: 'created' });
    first.db.close();

    const { db, outcome } = open();
    expect(outcome).toEqual({ kind: 'opened' });
    expect(db.prepare('SELECT words FROM note').all()).toEqual([{ words: 'from step 2' }]);
  });

  it('leaves no half of a step behind', () => {
    const { open, path } = setup();
    open().db.close();
    const halfBroken = 'CREATE TABLE half (x); INSERT INTO nowhere VALUES (1)';

    expect(() => open({ migrations: [...MIGRATIONS, halfBroken] })).toThrow(DataFolderUnusable);
    const { db } = open({ name: `${path.split('/').at(-1)}.kept-1` });
    expect(db.pragma('user_version', { simple: true })).toBe(2);
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'half'").get()).toBeUndefined();
  });
});

describe('a file that cannot be used', () => {
  it.each<[string, (path: string) => void, new (...given: never[]) => Error]>([
    [
      'text',
      (path) => writeFileSync(path, 'not a database, but longer than a header of one hundred bytes '.repeat(20)),
      Error,
    ],
    ['nothing', (path) => truncateSync(path, 0), DatabaseDamaged],
    ['one byte', (path) => truncateSync(path, 1), Error],
    ['zeroes', (path) => writeFileSync(path, Buffer.alloc(8192)), Error],
    ['a lost tail', (path) => truncateSync(path, 4096), Error],
    ['a broken page', breakPage, DatabaseDamaged],
  ])('moves %s away and starts afresh', (_what, damage, reason) => {
    const { folder, path, open } = setup();
    const { db } = open();
    db.exec(`INSERT INTO note SELECT hex(randomblob(500)) FROM json_each('[${'1,'.repeat(99)}1]')`);
    db.close();
    damage(path);
    const damaged = readFileSync(path);

    const again = open();
    expect(again.outcome).toMatchObject({ kind: 'replaced', movedTo: `${path}.damaged-1` });
    expect(reasonOf(again.outcome)).toBeInstanceOf(reason);
    expect(readFileSync(join(folder, 'some.db.damaged-1')).equals(damaged)).toBe(true);
    expect(again.db.prepare('SELECT words FROM note').all()).toEqual([{ words: 'from step 2' }]);
  });

  it('moves a database of a newer version away, with a number of its own each time', () => {
    const { folder, open } = setup();
    for (const number of [1, 2]) {
      open({ migrations: [...MIGRATIONS, 'CREATE TABLE future (x)'] }).db.close();
      const { outcome, db } = open();
      expect(reasonOf(outcome)).toBeInstanceOf(DatabaseTooNew);
      expect(readdirSync(folder)).toContain(`some.db.kept-${number}`);
      db.close();
      open({ name: 'some.db' }).db.close();
    }
  });
});

describe('a folder that cannot be used', () => {
  it('names a folder that is a file', () => {
    const folder = join(dataFolder(), 'data');
    writeFileSync(folder, '');
    const { open } = setup({ folder });

    expect(() => open()).toThrow(expect.objectContaining({ code: 'storage_failed', details: { folder } }));
  });

  it.skipIf(process.getuid?.() === 0)('names a folder without the right to write', () => {
    const folder = join(dataFolder(), 'data');
    mkdirSync(folder);
    chmodSync(folder, 0o500);
    const { open } = setup({ folder });

    expect(() => open()).toThrow(DataFolderUnusable);
  });

  it('makes folders that are missing, for this user only', () => {
    const { open, folder } = setup();
    open({ folder: join(folder, 'a/b') });

    expect(existsSync(join(folder, 'a/b/some.db'))).toBe(true);
  });
});

/** A file system of 1 MB needs root and mount. */
function canMount(): boolean {
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

it.skipIf(!canMount())('goes on with a copy in the spare folder where the disk is full', () => {
  const { folder, path, open } = setup();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  onTestFinished(() => {
    execFileSync('umount', ['-l', folder]);
  });
  open().db.close();
  const size = 1024 * 1024 - readFileSync(path).length;
  writeFileSync(join(folder, 'filler'), Buffer.alloc(size));
  const spareFolder = dataFolder();

  const { db, outcome, folder: place } = open({ spareFolder });
  expect(outcome.kind).toBe('displaced');
  expect(place).toBe(spareFolder);
  expect(db.prepare('SELECT words FROM note').all()).toEqual([{ words: 'from step 2' }]);
});

it('brings back what was written away from the data folder, also when the version has changed since', () => {
  const spareFolder = dataFolder();
  const { open } = setup({ hasBackups: true });
  open().db.close();
  // A card that took nothing: the earlier version wrote to its copy.
  const away = open({ folder: spareFolder });
  away.db.exec("INSERT INTO note VALUES ('while the card was full')");
  away.db.close();

  const migrations = [...MIGRATIONS, 'ALTER TABLE note ADD COLUMN colour TEXT'];
  const { db } = open({ migrations, spareFolder });

  expect(db.prepare('SELECT words FROM note').pluck().all()).toEqual(['from step 2', 'while the card was full']);
  expect(existsSync(join(spareFolder, 'some.db'))).toBe(false);
});

it('replaces a damaged library for the thread that answers, so that the scan worker finds a sound one', () => {
  const folder = dataFolder();
  writeFileSync(join(folder, 'library.db'), 'x'.repeat(5000));

  const reader = openLibraryForReading(folder, {
    favourites: memoryFavourites(),
    plays: NO_PLAYS,
    ownPlaylists: memoryOwnPlaylists(),
    spokenFolders: memorySpokenFolders(),
  });
  const writer = openLibraryForWriting(reader.folder);
  onTestFinished(() => {
    writer.close();
    reader.close();
  });
  expect(reader.outcome.kind).toBe('replaced');
  expect(writer.outcome.kind).toBe('opened');
  expect(reader.volumes.known()).toEqual([]);
});

function breakPage(path: string, page = 3): void {
  const bytes = readFileSync(path);
  bytes.fill(0xff, 4096 * page, 4096 * (page + 1));
  writeFileSync(path, bytes);
}

function reasonOf(outcome: OpenOutcome): Error | undefined {
  return outcome.kind === 'replaced' ? outcome.reason : undefined;
}
