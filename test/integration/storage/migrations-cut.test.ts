import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';

import { zoneId } from '#contract/entities/ids';
import { openDatabase, type DatabaseFile } from '#storage/sqlite/open-database';
import { MigrationFailed } from '#storage/sqlite/storage-errors';
import { STATE_FILE } from '#storage/state/state-file';
import { loadState } from '#storage/state/state-loader';
import { STATE_MIGRATIONS } from '#storage/state/state-migrations';
import { dataFolder } from '#test/integration/storage/library-fixture';

const FIRST = 'CREATE TABLE note (words TEXT NOT NULL)';
/** Long enough to be killed within: a table is rewritten, as a step that changes a column does. */
const SECOND = `
  CREATE TABLE note_2 (words TEXT NOT NULL, length INTEGER NOT NULL);
  INSERT INTO note_2 SELECT words, length(words) FROM note;
  DROP TABLE note;
  ALTER TABLE note_2 RENAME TO note;`;
const NOTES = 20_000;
const KILLS = 12;

function setup() {
  const folder = dataFolder();
  const file: DatabaseFile = { folder, name: 'some.db', migrations: [FIRST], synchronous: 'full', isChecked: true };
  const { db } = openDatabase(file);
  db.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${String(NOTES)})
           INSERT INTO note SELECT hex(randomblob(100)) FROM n`);
  db.close();
  const newer: DatabaseFile = { ...file, migrations: [FIRST, SECOND] };
  return { folder, file, newer, path: join(folder, file.name) };
}

/** Version, columns and rows as they are on the disk, without a step being made. */
function stateOf(path: string) {
  const db = new Database(path);
  const version = db.pragma('user_version', { simple: true });
  const columns = (db.pragma('table_info(note)') as unknown[]).length;
  const rows = db.prepare('SELECT count(*) FROM note').pluck().get();
  const extra = db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'note_2'").pluck().get();
  const finding = db.pragma('quick_check', { simple: true });
  db.close();
  return { version, columns, rows, extra, finding };
}

/** Another process opens the file, and is killed so long after it began. */
async function killedWhileOpening(file: DatabaseFile, afterMs: number): Promise<void> {
  const program = `
    import { openDatabase } from '#storage/sqlite/open-database';
    process.stdout.write('begins');
    openDatabase(JSON.parse(process.argv[1]));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, JSON.stringify(file)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended]);
  await wait(afterMs);
  child.kill('SIGKILL');
  await ended;
}

it('is before or after a step, wherever it was killed', async () => {
  const { newer, path } = setup();
  for (let round = 0; round < KILLS; round += 1) {
    await killedWhileOpening(newer, round * 8);
    const { version, ...rest } = stateOf(path);
    expect([1, 2]).toContain(version);
    expect(rest).toEqual({ columns: Number(version), rows: NOTES, extra: 0, finding: 'ok' });
    if (version === 2) break;
  }

  const { db, outcome } = openDatabase(newer);
  expect(outcome.kind).toBe('opened');
  db.close();
  expect(stateOf(path)).toMatchObject({ version: 2, rows: NOTES });
});

it('has the queue of the version before, or of this one, wherever the state was killed on its way', async () => {
  const folder = dataFolder();
  const old = { ...STATE_FILE, folder, isChecked: true, migrations: STATE_MIGRATIONS.slice(0, 1) };
  const { db } = openDatabase(old);
  const entries = Array.from({ length: 20_000 }, (_none, place) => [`e${String(place)}`, `t${String(place)}`, 0, 0]);
  const order = entries.map((_entry, place) => entries.length - 1 - place);
  const content = JSON.stringify({ volumes: ['v'], entries, order, shuffle: true, repeat: 'all' });
  db.prepare('INSERT INTO zone_queue VALUES (?, ?)').run('front', content);
  db.close();

  const newer = { ...STATE_FILE, folder, isChecked: true };
  const steps = STATE_MIGRATIONS.length;
  for (let round = 0; round < KILLS; round += 1) {
    await killedWhileOpening(newer, round * 4);
    const disk = new Database(join(folder, newer.name));
    const version = Number(disk.pragma('user_version', { simple: true }));
    const kept = disk.prepare('SELECT content FROM zone_queue').pluck().get();
    disk.close();
    if (version === 1) expect(kept).toBe(content);
    else expect(kept).not.toContain('order');
    if (version === steps) break;
  }

  const { db: migrated, outcome } = openDatabase(newer);
  const queue = loadState(migrated).zones.get(zoneId.parse('front'))?.queue;
  migrated.close();
  expect(outcome.kind).toBe('opened');
  expect(queue).toMatchObject({ order, shuffle: true, repeat: 'all' });
  expect(queue?.entries).toHaveLength(entries.length);
});

it('keeps a sound file whose step cannot be made, and never counts it as damaged', () => {
  const { file, folder } = setup();
  // Only this content breaks the step.
  const picky = `CREATE TABLE short (words TEXT CHECK (length(words) < 10)); INSERT INTO short SELECT words FROM note`;

  const { db, outcome } = openDatabase({ ...file, migrations: [FIRST, picky] });
  db.close();
  expect(outcome).toMatchObject({
    kind: 'replaced',
    movedTo: join(folder, 'some.db.kept-1'),
    reason: expect.any(MigrationFailed) as unknown,
  });
  expect(stateOf(join(folder, 'some.db.kept-1'))).toMatchObject({ version: 1, rows: NOTES, finding: 'ok' });
});
