import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

import { trackId } from '#contract/entities/ids';
import { silentLogger } from '#kernel/logger';
import { backupsOf, makeBackup } from '#storage/sqlite/backups';
import { openDatabase, reopenDatabase } from '#storage/sqlite/open-database';
import { openState } from '#storage/state/open-state';
import { STATE_FILE } from '#storage/state/state-file';
import { StateWriter } from '#storage/state/state-writer';
import { STATE_WORKER } from '#test/support/state-worker';
import { dataFolder } from '#test/integration/storage/library-fixture';

function setup() {
  const folder = dataFolder();
  const path = join(folder, STATE_FILE.name);
  /** Adds favourites one by one, with a backup after each. */
  const keep = (...ids: readonly string[]) => {
    const { db } = openDatabase({ ...STATE_FILE, folder, isChecked: true });
    const writer = new StateWriter({ db, onLowered: () => undefined });
    for (const id of ids) {
      writer.commit([{ kind: 'add favourite', id: trackId.parse(id) }]);
      makeBackup(db, path);
    }
    db.close();
  };
  const open = () => {
    const state = openState({
      folder,
      workerUrl: STATE_WORKER,
      logger: silentLogger,
      onFailure: () => undefined,
      onRecovery: () => undefined,
    });
    onTestFinished(() => state.close());
    return { outcome: state.outcome, favourites: state.favourites.list() };
  };
  const breakFile = (name: string) => {
    const bytes = readFileSync(join(folder, name));
    bytes.fill(0xff, bytes.length / 2);
    writeFileSync(join(folder, name), bytes);
  };
  return { folder, path, keep, open, breakFile };
}

it('keeps the three newest', () => {
  const { folder, path, keep } = setup();
  keep('a', 'b', 'c', 'd');

  expect(backupsOf(path)).toHaveLength(3);
  const counts = backupsOf(path).map((backup) => {
    const db = reopenDatabase({ ...STATE_FILE, name: backup.slice(folder.length + 1), folder, isChecked: true });
    const { count } = db.prepare<[], { count: number }>('SELECT count(*) AS count FROM favourite').get() ?? {
      count: 0,
    };
    db.close();
    return count;
  });
  expect(counts).toEqual([4, 3, 2]);
});

it('goes on with the newest good backup, and keeps all that is damaged', () => {
  const { folder, keep, open, breakFile } = setup();
  keep('a', 'b', 'c');
  breakFile('state.db');
  truncateSync(join(folder, 'state.db.backup-1'), 1);

  const { outcome, favourites } = open();
  expect(outcome).toMatchObject({ kind: 'restored', from: join(folder, 'state.db.backup-2') });
  expect(favourites).toEqual(['b', 'a']);
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['state.db.damaged-1', 'state.db.backup-1.damaged-1']));
  expect(open().outcome.kind).toBe('opened');
});

it('takes the backup also where the file is gone', () => {
  const { path, keep, open } = setup();
  keep('a');
  truncateSync(path, 0);
  expect(open()).toMatchObject({ outcome: { kind: 'restored' }, favourites: ['a'] });
});

it('never lets a damaged backup push a good one out', () => {
  const { folder, path, keep, breakFile } = setup();
  keep('a', 'b', 'c');
  breakFile('state.db.backup-1');
  breakFile('state.db.backup-2');
  const good = readFileSync(join(folder, 'state.db.backup-3'));

  keep('d');
  expect(backupsOf(path)).toEqual([`${path}.backup-1`, `${path}.backup-3`]);
  expect(readFileSync(`${path}.backup-3`).equals(good)).toBe(true);
});

it('makes no backup of a file that is damaged', () => {
  const { folder, path, keep, breakFile } = setup();
  keep('a');
  const before = readFileSync(`${path}.backup-1`);
  const { db } = openDatabase({ ...STATE_FILE, folder, isChecked: true });
  db.pragma('wal_checkpoint(TRUNCATE)');
  breakFile('state.db');
  db.pragma('shrink_memory');

  expect(() => makeBackup(db, path)).toThrow();
  db.close();
  expect(readFileSync(`${path}.backup-1`).equals(before)).toBe(true);
  expect(existsSync(`${path}.backup-2`)).toBe(false);
});

it('starts afresh where all of them are damaged', () => {
  const { folder, keep, open } = setup();
  keep('a', 'b', 'c');
  for (const name of readdirSync(folder)) truncateSync(join(folder, name), 100);

  expect(open()).toMatchObject({ outcome: { kind: 'replaced' }, favourites: [] });
  expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toHaveLength(4);
});

it('finds a lowered synchronous after the first write, and raises it', () => {
  const folder = dataFolder();
  const { db } = openDatabase({ ...STATE_FILE, folder, isChecked: true });
  onTestFinished(() => {
    db.close();
  });
  const told: unknown[] = [];
  const writer = new StateWriter({ db, onLowered: (level) => told.push(level) });
  db.pragma('synchronous = normal');

  writer.commit([{ kind: 'add favourite', id: trackId.parse('a') }]);
  expect(told).toEqual([1]);
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
});
