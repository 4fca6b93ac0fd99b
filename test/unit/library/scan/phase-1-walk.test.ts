import { describe, expect, it } from 'vitest';

import { volumeId } from '#contract/entities/ids';
import { FoundFiles } from '#library/scan/found-files';
import { walkStick, type WalkLimits } from '#library/scan/phase-1-walk';
import { VolumeGone } from '#library/scan/scan-errors';
import { MemoryStick, type MemoryFile } from '#test/unit/library/scan/memory-stick';
import { MemoryStore } from '#test/unit/library/scan/memory-store';

const VOLUME = volumeId.parse('v1');
const LIMITS: WalkLimits = { depth: 4, entriesPerFolder: 100, entriesPerStick: 1_000 };

const idOf = (path: Buffer) => `f-${path.toString()}`;

function setup(files: Readonly<Record<string, MemoryFile>>) {
  const stick = new MemoryStick(files);
  const store = new MemoryStore();
  const walk = (options: { limits?: Partial<WalkLimits>; signal?: AbortSignal } = {}) =>
    walkStick(
      { store, directories: stick, fileId: (_volume, path) => idOf(path), found: new FoundFiles(idOf) },
      { volumeId: VOLUME, label: 'Stick', mountPoint: Buffer.from('/stick'), isForced: false },
      store.begin(),
      () => undefined,
      options.signal ?? new AbortController().signal,
      { ...LIMITS, ...options.limits },
    );
  return { stick, store, walk };
}

describe('the walk', () => {
  it('lists songs, films, playlists and pictures, and nothing else', async () => {
    const { store, walk } = setup({ 'A/1.mp3': {}, 'A/cover.JPG': {}, 'film.mkv': {}, 'x.m3u': {}, 'notes.txt': {} });

    const result = await walk();

    expect(store.present().sort()).toEqual(['A/1.mp3', 'A/cover.JPG', 'film.mkv', 'x.m3u']);
    expect(result).toMatchObject({ filesSeen: 4, filesToRead: 3, hasChanged: true, skipped: [] });
  });

  it('hides what systems leave on sticks, and never opens links, pipes and devices', async () => {
    const { store, walk } = setup({
      '._1.mp3': {},
      '.Trashes/1.mp3': {},
      '$RECYCLE.BIN/2.mp3': {},
      'System Volume Information/3.mp3': {},
      'lost+found/4.mp3': {},
      'link.mp3': { type: 'other' },
    });

    await walk();

    expect(store.present()).toEqual([]);
  });

  it('changes nothing for a stick that is as it was', async () => {
    const { store, walk } = setup({ '1.mp3': {}, 'A/2.mp3': {} });
    await walk();
    store.batches.length = 0;

    const again = await walk();

    expect(again).toMatchObject({ filesSeen: 2, filesToRead: 0, hasChanged: false });
    expect(store.batches).toEqual([]);
  });

  it('tells files that are new, changed, gone and back', async () => {
    const { stick, store, walk } = setup({ 'same.mp3': {}, 'changed.mp3': {}, 'gone.mp3': {} });
    await walk();
    stick.files.set('changed.mp3', { size: 9 });
    stick.files.set('new.mp3', {});
    stick.files.delete('gone.mp3');

    expect(await walk()).toMatchObject({ filesToRead: 2, hasChanged: true });
    expect(store.present().sort()).toEqual(['changed.mp3', 'new.mp3', 'same.mp3']);

    stick.files.set('gone.mp3', {});
    expect(await walk()).toMatchObject({ filesToRead: 0, hasChanged: true });
    expect(store.present()).toContain('gone.mp3');
  });

  const HOUR_MS = 3_600_000;
  const hours = (count: number, list: readonly number[]) =>
    Object.fromEntries(list.map((index) => [`${String(index)}.mp3`, { mtimeMs: 1_000 + count * HOUR_MS }]));
  const TEN = Array.from({ length: 10 }, (_none, index) => index);

  it('takes no notice of a clock that counts in steps of 2 s, nor of one that was moved by whole hours', async () => {
    const { stick, store, walk } = setup(hours(0, TEN));
    await walk();
    for (const [name, file] of Object.entries(hours(1, TEN))) stick.files.set(name, { mtimeMs: file.mtimeMs + 1_500 });

    expect(await walk()).toMatchObject({ hasChanged: false, filesToRead: 0 });
    expect(store.batches).toEqual([10]);
  });

  it('reads one song that is an hour younger, when the others are as they were', async () => {
    const { stick, walk } = setup(hours(0, TEN));
    await walk();
    for (const [name, file] of Object.entries(hours(1, [3]))) stick.files.set(name, file);

    expect(await walk()).toMatchObject({ hasChanged: true, filesToRead: 1 });
  });

  it('knows songs again that come back while the clock is another', async () => {
    const { stick, store, walk } = setup(hours(0, TEN));
    await walk();
    stick.files.clear();
    stick.files.set('other.mp3', {});
    await walk();
    for (const [name, file] of Object.entries(hours(-1, TEN))) stick.files.set(name, file);

    expect(await walk()).toMatchObject({ hasChanged: true, filesToRead: 0 });
    expect(store.present()).toHaveLength(11);
  });

  it('keeps what lies in a folder that cannot be read, and says why it was left out', async () => {
    const { stick, store, walk } = setup({ 'A/1.mp3': {}, 'B/2.mp3': {} });
    await walk();
    stick.unreadable.add('A');

    const result = await walk();

    expect(store.present().sort()).toEqual(['A/1.mp3', 'B/2.mp3']);
    expect(result.skipped).toEqual([{ path: 'A', reason: 'folder cannot be read: EIO' }]);
  });

  it('marks nothing as gone when another file system is at the place of the stick at the end', async () => {
    const { stick, store, walk } = setup({ 'A/1.mp3': {} });
    await walk();
    stick.files.clear();
    Object.defineProperty(stick, 'identity', { get: () => `look ${String(stick.looks)}` });

    await expect(walk()).rejects.toBeInstanceOf(VolumeGone);
    expect(store.present()).toEqual(['A/1.mp3']);
  });

  it('marks nothing as gone when the stick cannot be read at all', async () => {
    const { stick, store, walk } = setup({ '1.mp3': {} });
    await walk();
    stick.isGone = true;

    await expect(walk()).rejects.toBeInstanceOf(VolumeGone);
    expect(store.present()).toEqual(['1.mp3']);
  });

  it('does not go into what is mounted inside the stick', async () => {
    const { stick, store, walk } = setup({ '1.mp3': {}, 'inner/2.mp3': {} });
    stick.otherDevices.add('inner');

    await walk();

    expect(store.present()).toEqual(['1.mp3']);
  });

  it.each([
    ['depth', { depth: 1 }, { 'a/1.mp3': {}, 'a/b/2.mp3': {} }, 'deeper than 1 folders'],
    ['folder size', { entriesPerFolder: 1 }, { 'a/1.mp3': {}, 'a/2.mp3': {} }, 'more than 1 entries'],
    ['stick size', { entriesPerStick: 2 }, { 'a/1.mp3': {}, 'b/2.mp3': {}, 'c/3.mp3': {} }, 'more than 2 entries'],
  ] as const)('stops at the limit of %s and says so', async (_name, limits, files, reason) => {
    const { store, walk } = setup(files);

    const result = await walk({ limits });

    expect(result.skipped.map((skipped) => skipped.reason).join()).toContain(reason);
    expect(store.present().length).toBeLessThan(Object.keys(files).length);
  });

  it('ends with the reason of a cancel', async () => {
    const files = Object.fromEntries(Array.from({ length: 90 }, (_none, index) => [`${String(index)}.mp3`, {}]));
    const { stick, walk } = setup(files);
    const cancel = new AbortController();
    const facts = stick.facts.bind(stick);
    stick.facts = (path) => {
      const until = performance.now() + 2;
      while (performance.now() < until);
      if (stick.looks === 20) cancel.abort(new Error('pulled'));
      return facts(path);
    };

    await expect(walk({ signal: cancel.signal })).rejects.toThrow('pulled');
    expect(stick.looks).toBeLessThan(90);
  });
});
