import Database from 'better-sqlite3';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';

import { deviceId, entryId, playlistId, trackId, videoId, volumeId, zoneId } from '#contract/entities/ids';
import { silentLogger } from '#kernel/logger';
import type { StoredQueue } from '#player/ports';
import { openDatabase } from '#storage/sqlite/open-database';
import { KeptSleeps } from '#storage/state/kept-sleeps';
import { openState } from '#storage/state/open-state';
import { STATE_FILE } from '#storage/state/state-file';
import { STATE_MIGRATIONS } from '#storage/state/state-migrations';
import { STATE_WORKER } from '#test/support/state-worker';
import { dataFolder } from '#test/integration/storage/library-fixture';

const FRONT = zoneId.parse('front');
const [A, B, C] = ['a', 'b', 'c'].map((id) => trackId.parse(id)) as [never, never, never];

const QUEUE: StoredQueue = {
  entries: [
    { entryId: entryId.parse('e1'), id: A, kind: 'track', volumeId: volumeId.parse('v1') },
    { entryId: entryId.parse('e2'), id: videoId.parse('f'), kind: 'video', volumeId: volumeId.parse('v2') },
    { entryId: entryId.parse('e3'), id: A, kind: 'track', volumeId: volumeId.parse('v1') },
  ],
  order: [2, 0, 1],
  shuffle: true,
  repeat: 'all',
};

function setup() {
  const folder = dataFolder();
  const told: string[] = [];
  const open = () => {
    const state = openState({
      folder,
      workerUrl: STATE_WORKER,
      logger: silentLogger,
      onFailure: (error) => told.push(`failed ${String(error.isDiskFull)}`),
      onRecovery: () => told.push('recovered'),
    });
    onTestFinished(() => state.close());
    state.start();
    return state;
  };
  /** Another program on the same file. */
  const other = () => {
    const db = new Database(join(folder, 'state.db'));
    onTestFinished(() => {
      db.close();
    });
    return db;
  };
  return { folder, open, other, told };
}

it('gives back a zone as it was saved', async () => {
  const { open } = setup();
  const position = { index: 2, positionMs: 61_500, isPlaying: true };
  const sound = { volumePercent: 35, isMuted: true, speed: 1.25 };
  const before = open();
  expect(before.zones.load(FRONT)).toEqual({ queue: undefined, position: undefined, sound: undefined });
  before.zones.saveQueue(FRONT, QUEUE);
  before.zones.savePosition(FRONT, { ...position, positionMs: 1 });
  before.zones.savePosition(FRONT, position);
  before.zones.saveSound(FRONT, sound);
  const saved = { queue: QUEUE, position, sound };
  expect(before.zones.load(FRONT)).toEqual(saved);
  await before.close();

  expect(open().zones.load(FRONT)).toEqual(saved);
});

it('has on the disk what it was told to flush', async () => {
  const { open, other } = setup();
  const { zones, flush } = open();
  for (let second = 0; second < 100; second += 1) {
    zones.savePosition(FRONT, { index: 0, positionMs: second * 1_000, isPlaying: true });
  }
  await flush();

  expect(other().prepare('SELECT position_ms AS ms FROM zone_position').get()).toEqual({ ms: 99_000 });
});

it('takes a queue that makes no sense for none', async () => {
  const { open, other } = setup();
  const before = open();
  before.zones.saveQueue(FRONT, QUEUE);
  await before.close();
  other().exec(`UPDATE zone_order SET places = '[2,0,0]'`);

  expect(open().zones.load(FRONT).queue).toBeUndefined();
});

it('writes neither entries nor order of a queue again for a toggle', async () => {
  const { open, other } = setup();
  const before = open();
  const repeated: StoredQueue = { ...QUEUE, repeat: 'one' };
  before.zones.saveQueue(FRONT, QUEUE);
  await before.flush();
  // What is not written again stays as somebody else left it.
  const disk = other();
  disk.exec(`UPDATE zone_queue SET content = 'as it was'; UPDATE zone_order SET places = 'as it was'`);

  before.zones.saveQueue(FRONT, repeated);
  await before.flush();
  expect(disk.prepare('SELECT content FROM zone_queue UNION ALL SELECT places FROM zone_order').pluck().all()).toEqual([
    'as it was',
    'as it was',
  ]);
  expect(disk.prepare('SELECT repeat FROM zone_mode').pluck().get()).toBe('one');

  const natural: StoredQueue = { ...repeated, order: [0, 1, 2], shuffle: false };
  before.zones.saveQueue(FRONT, natural);
  before.zones.saveQueue(FRONT, { ...natural, entries: [...QUEUE.entries] });
  await before.close();
  expect(open().zones.load(FRONT).queue).toEqual(natural);
});

it('takes over the queue of the version that kept it in one piece', async () => {
  const { folder, open, other } = setup();
  openDatabase({ ...STATE_FILE, folder, migrations: STATE_MIGRATIONS.slice(0, 1), isChecked: true }).db.close();
  const content = {
    volumes: ['v1', 'v2'],
    entries: [
      ['e1', 'a', 0, 0],
      ['e2', 'f', 1, 1],
      ['e3', 'a', 0, 0],
    ],
    ...{ order: [2, 0, 1], shuffle: true, repeat: 'all' },
  };
  const disk = other();
  const insert = disk.prepare('INSERT INTO zone_queue VALUES (?, ?)');
  insert.run(FRONT, JSON.stringify(content));
  insert.run('rear', '{broken');
  insert.run('left', '[1]');

  const { outcome, zones } = open();
  expect(outcome.kind).toBe('opened');
  expect(zones.load(FRONT).queue).toEqual(QUEUE);
  expect(zones.load(zoneId.parse('rear')).queue).toBeUndefined();
  expect(zones.load(zoneId.parse('left')).queue).toBeUndefined();
  expect(disk.prepare('SELECT content FROM zone_queue WHERE zone_id = ?').pluck().get(FRONT)).not.toContain('order');
});

it('keeps favourites newest first', async () => {
  const { open } = setup();
  const before = open();
  for (const id of [A, B, C, A]) await before.favourites.add(id);
  await before.favourites.remove(B);
  await before.favourites.add(B);
  expect(before.favourites.list()).toEqual([B, C, A]);
  await before.close();

  const { favourites } = open();
  expect(favourites.list()).toEqual([B, C, A]);
  expect(favourites.has(B)).toBe(true);
  expect(favourites.has(trackId.parse('z'))).toBe(false);
});

it('has favourites go with songs that were moved, in their place, and knows that at the next start', async () => {
  const { open } = setup();
  const before = open();
  for (const id of [A, B]) await before.favourites.add(id);
  await before.favourites.follow([{ from: A, to: C }]);
  await before.favourites.follow([{ from: A, to: C }]);
  expect(before.favourites.list()).toEqual([B, C]);
  await before.close();

  const { favourites } = open();
  expect(favourites.list()).toEqual([B, C]);
  await favourites.follow([{ from: C, to: B }]);
  expect(favourites.list()).toEqual([B]);
});

it('lets play counts and resume points follow a song that was moved, once', async () => {
  const { open } = setup();
  const before = open();
  before.plays.countPlay(A);
  before.plays.countPlay(A);
  before.plays.keepResume(A, 90_000);
  await before.plays.follow([{ from: A, to: C }]);
  await before.plays.follow([{ from: A, to: C }]);
  expect([before.plays.playCount(A), before.plays.playCount(C), before.plays.resumeMs(C)]).toEqual([0, 2, 90_000]);
  await before.close();

  const { plays } = open();
  expect([plays.playCount(A), plays.playCount(C), plays.resumeMs(C), plays.resumeMs(A)]).toEqual([
    0,
    2,
    90_000,
    undefined,
  ]);
});

it('keeps settings, and passes over what it cannot take', async () => {
  const { open, other } = setup();
  const { settings, close } = open();
  await settings.save({ carName: 'Morris', theme: 'dim' });
  await settings.save({ theme: 'day' });
  expect(settings.load()).toEqual({ carName: 'Morris', theme: 'day' });
  await close();
  other().exec(`INSERT INTO setting VALUES ('driverSide', '"middle"'), ('future', '1'), ('zones', '{broken')`);

  expect(open().settings.load()).toEqual({ carName: 'Morris', theme: 'day' });
});

it('keeps phones in the order of pairing until they are removed', async () => {
  const { open } = setup();
  const { devices, close } = open();
  const phone = (id: string) => ({
    ...{ id: deviceId.parse(id), name: `${id}'s`, tokenHash: `hash ${id}` },
    ...{ isOwner: false, isGrownUp: false },
  });
  for (const id of ['z', 'm', 'a']) await devices.put(phone(id));
  const owner = { ...phone('z'), name: 'Ada’s', isOwner: true, isGrownUp: true };
  await devices.put(owner);
  await devices.remove(deviceId.parse('m'));
  expect(devices.list()).toEqual([owner, phone('a')]);
  await close();

  expect(open().devices.list()).toEqual([owner, phone('a')]);
});

it('keeps how often an item was heard, in the order of the last plays', async () => {
  const { open, other } = setup();
  const before = open();
  for (const id of [A, B, C, A]) before.plays.countPlay(id);
  await before.flush();
  expect(before.plays.playCount(A)).toBe(2);
  await before.close();

  const after = open();
  after.plays.countPlay(B);
  expect([A, B, C].map((id) => after.plays.playCount(id))).toEqual([2, 2, 1]);
  await after.flush();
  const recent = other().prepare('SELECT item_id FROM play ORDER BY position DESC').pluck().all();
  expect(recent).toEqual([B, A, C]);
});

it('keeps where items were left until they are heard to their end', async () => {
  const { open } = setup();
  const before = open();
  before.plays.keepResume(A, 600_000.4);
  before.plays.keepResume(B, 1_000);
  await before.flush();
  before.plays.keepResume(B, undefined);
  expect(before.plays.resumeMs(A)).toBe(600_000);
  await before.close();

  const { plays } = open();
  expect([A, B, C].map((id) => plays.resumeMs(id))).toEqual([600_000, undefined, undefined]);
});

it('has what a person asked for on the disk when it says so', async () => {
  const { open, other } = setup();
  const { favourites } = open();
  await favourites.add(A);

  expect(other().prepare('SELECT track_id AS id FROM favourite').all()).toEqual([{ id: A }]);
});

it('tells once that it cannot save, lets the music go on, refuses what a person asked for, and tells when it works again', async () => {
  const { open, other, told } = setup();
  const { zones, favourites, flush } = open();
  await favourites.remove(A);
  const blocker = other();
  blocker.exec('ALTER TABLE zone_position RENAME TO away; ALTER TABLE favourite RENAME TO gone');

  zones.savePosition(FRONT, { index: 0, positionMs: 0, isPlaying: true });
  await flush();
  zones.savePosition(FRONT, { index: 0, positionMs: 5_000, isPlaying: true });
  await expect(favourites.add(A)).rejects.toMatchObject({ code: 'storage_failed' });
  expect(favourites.has(A)).toBe(false);
  expect(told).toEqual(['failed false']);

  await flush();
  blocker.exec('ALTER TABLE away RENAME TO zone_position');
  await flush();
  expect(told).toEqual(['failed false', 'recovered']);
  expect(blocker.prepare('SELECT position_ms AS ms FROM zone_position').get()).toEqual({ ms: 5_000 });
});

it('keeps playlists of one’s own over a start, and their songs that have moved', async () => {
  const { open } = setup();
  const [road, night] = ['own-1', 'own-2'].map((id) => playlistId.parse(id)) as [never, never];
  const before = open();
  await before.ownPlaylists.add({ id: road, name: 'Road', trackIds: [A, B] });
  await before.ownPlaylists.add({ id: night, name: 'Night', trackIds: [] });
  await Promise.all([
    before.ownPlaylists.change(road, (list) => ({ ...list, trackIds: [...list.trackIds, C] })),
    before.ownPlaylists.follow([{ from: A, to: trackId.parse('a2') }]),
    before.ownPlaylists.change(road, (list) => ({ ...list, name: 'Long road' })),
  ]);
  await before.ownPlaylists.remove(night);
  await before.close();

  expect(open().ownPlaylists.list()).toEqual([{ id: road, name: 'Long road', trackIds: ['a2', B, C] }]);
});

it('tells what was heard last', async () => {
  const { open } = setup();
  const before = open();
  for (const id of [A, B, C, A]) before.plays.countPlay(id);
  await before.flush();
  await before.close();

  expect(open().plays.lastHeard(2)).toEqual([A, C]);
});

it('tells what was heard or left last, and keeps a film at its place while it plays on', async () => {
  const { open } = setup();
  const before = open();
  before.plays.keepResume(A, 1_000);
  before.plays.countPlay(B);
  for (const positionMs of [1_000, 2_000, 3_000]) before.plays.keepResume(C, positionMs);
  expect(before.plays.lastTouched()).toEqual([C, B, A]);
  before.plays.keepResume(A, 6_000);
  expect([A, B, C].map((id) => before.plays.touchedAt(id))).toEqual([4, 2, 3]);
  await before.flush();
  await before.close();

  const { plays } = open();
  expect(plays.lastTouched()).toEqual([A, C, B]);
  plays.keepResume(C, undefined);
  expect(plays.lastTouched()).toEqual([A, B]);
  expect(plays.touchedAt(C)).toBeUndefined();
});

it('keeps when zones fall silent, less the time that passed meanwhile; a clock that was set back takes nothing away', async () => {
  const { open } = setup();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 });
  const before = open();
  new KeptSleeps(before.notes).keep(FRONT, { until: 'time', leftMs: 60_000 });
  await before.close();

  const sleeps = new KeptSleeps(open().notes);
  vi.setSystemTime(1_045_000);
  expect(sleeps.get(FRONT)).toEqual({ until: 'time', leftMs: 15_000 });
  vi.setSystemTime(1_100_000);
  expect(sleeps.get(FRONT)?.leftMs).toBeLessThan(0);
  vi.setSystemTime(0);
  expect(sleeps.get(FRONT)).toEqual({ until: 'time', leftMs: 60_000 });
  sleeps.keep(FRONT, { until: 'item', leftMs: null });
  expect(sleeps.get(FRONT)).toEqual({ until: 'item', leftMs: null });
  sleeps.drop(FRONT);
  expect(sleeps.get(FRONT)).toBeUndefined();
});
