import { describe, expect, it, vi } from 'vitest';

import { volumeId } from '#contract/entities/ids';
import type { AudioTags } from '#library/ports';
import { FoundFiles } from '#library/scan/found-files';
import { KnownHeads } from '#library/scan/known-heads';
import { OpenedFiles } from '#library/scan/opened-files';
import { readLengths, readOthers, readTags } from '#library/scan/phase-2-read-tags';
import { PlaylistPaths } from '#library/scan/playlist-paths';
import { VolumeGone } from '#library/scan/scan-errors';
import type { Answer, Refusal, StickFile } from '#library/scan/scan-ports';
import { MemoryStick } from '#test/unit/library/scan/memory-stick';
import { MemoryStore } from '#test/unit/library/scan/memory-store';

const VOLUME = volumeId.parse('v1');
const request = { volumeId: VOLUME, label: 'Stick', mountPoint: Buffer.from('/stick'), isForced: false };

const song = { kind: 'audio', sizeBytes: 1, mtimeMs: 1 } as const;

function setup(names: readonly string[]) {
  const stick = new MemoryStick(Object.fromEntries(names.map((name) => [name, {}])));
  const store = new MemoryStore();
  store.saveWalked(
    VOLUME,
    names.map((name) => ({
      id: name,
      kind: name.endsWith('mkv') ? 'video' : name.endsWith('m3u') ? 'playlist' : 'audio',
      path: Buffer.from(name),
      folder: Buffer.alloc(0),
      sizeBytes: 1,
      mtimeMs: 1,
    })),
  );
  const answers = new Map<string, Answer<AudioTags> | Refusal>();
  const opened = new OpenedFiles();
  const REFUSED = { kind: 'refused', bytesRead: 1 } as const;
  const UNREADABLE = { kind: 'unreadable', reason: 'no', bytesRead: 5 } as const;
  const answered = (key: string) => {
    const answer = answers.get(key);
    return answer === undefined || answer.kind === 'refused' ? UNREADABLE : answer;
  };
  const looks: string[] = [];
  /** Songs that are answered later. */
  const hold = new Map<string, Promise<unknown>>();
  const deps = {
    store,
    directories: stick,
    media: {
      prepare: () => undefined,
      readSong: async ({ path }: StickFile, look: string): Promise<Answer<AudioTags> | Refusal> => {
        const name = path.toString();
        await hold.get(name);
        looks.push(`${look} ${name}`);
        const known = answers.get(`${look} ${name}`) ?? answers.get(name);
        return known ?? { kind: 'read', content: { title: name }, bytesRead: 10 };
      },
      readFilm: ({ path }: StickFile) =>
        Promise.resolve(
          path.toString().startsWith('odd')
            ? REFUSED
            : ({ kind: 'read', content: { width: 320 }, bytesRead: 7 } as const),
        ),
      readPictureAt: vi.fn(),
    },
    tags: {
      readTags: ({ path }: StickFile) => Promise.resolve(answered(`full ${path.toString()}`)),
      readPicture: vi.fn(),
    },
    probe: {
      probeAudio: ({ path }: StickFile) => Promise.resolve(answered(`probe ${path.toString()}`)),
      probeVideo: () => Promise.resolve({ kind: 'read', content: { width: 640 }, bytesRead: 7 } as const),
      grabFrame: vi.fn(),
    },
    charsets: { detect: () => Promise.resolve(undefined) },
    files: {
      readWhole: () => Promise.resolve({ kind: 'read', content: Buffer.from('1.mp3\n'), bytesRead: 6 } as const),
    },
  };
  const context = { request, opened, playlistPaths: new PlaylistPaths(new Set(names)), heads: new KnownHeads() };
  const onSaved = vi.fn();
  const cancel = new AbortController();
  const listener = { onRead: vi.fn(), onSaved };
  const read = async (found = nothingFound()) => {
    const first = await readTags(deps, context, found, listener, cancel.signal);
    const then = await readOthers(deps, context, listener, cancel.signal);
    return { filesRead: first.filesRead + then.filesRead, unreadable: first.unreadable + then.unreadable };
  };
  const measure = (lengthIs: 'unread' | 'guessed') => readLengths(deps, context, lengthIs, listener, cancel.signal);
  return { looks, hold, measure, stick, store, answers, opened, read, onSaved, cancel };
}

function nothingFound(): FoundFiles {
  const found = new FoundFiles(String);
  found.complete();
  return found;
}

const EIO = { kind: 'failed', reason: 'cannot be read: EIO', bytesRead: 0 } as const;

describe('reading tags', () => {
  it('reads songs, films and playlists, each by its reader, and counts what it took', async () => {
    const { store, opened, read } = setup(['1.mp3', '2.mkv', '3.m3u']);

    expect(await read()).toMatchObject({ filesRead: 3, unreadable: 0 });

    expect(store.row('1.mp3').result).toMatchObject({ kind: 'audio', tags: { title: '1.mp3' } });
    expect(store.row('2.mkv').result).toMatchObject({ kind: 'video', tags: { width: 320 } });
    expect(store.row('3.m3u').result).toMatchObject({ kind: 'playlist', name: '3', entries: [Buffer.from('1.mp3')] });
    expect(opened).toMatchObject({ count: 3, bytesRead: 23 });
  });

  it.each([
    ['full', 'music-metadata'],
    ['probe', 'ffprobe'],
  ])('asks the next reader for what ours refuses, and keeps who it was (%s)', async (key, reader) => {
    const { store, answers, read } = setup(['odd.mp3', 'odd.mkv']);
    answers.set('odd.mp3', { kind: 'refused', bytesRead: 1 });
    answers.set(`${key} odd.mp3`, { kind: 'read', content: { title: 'Saved' }, bytesRead: 1 });

    await read();

    expect(store.row('odd.mp3').result).toMatchObject({ kind: 'audio', tags: { title: 'Saved' }, reader });
    expect(store.row('odd.mkv').result).toMatchObject({ kind: 'video', tags: { width: 640 }, reader: 'ffprobe' });
  });

  it('has everything that is quick before anything that is slow', async () => {
    const { store, answers, read, onSaved } = setup(['1 odd.mp3', '2.mp3']);
    answers.set('1 odd.mp3', { kind: 'refused', bytesRead: 1 });
    onSaved.mockImplementationOnce(() => {
      expect(store.row('2.mp3').isRead).toBe(true);
      expect(store.row('1 odd.mp3').isRead).toBe(false);
    });

    expect(await read()).toMatchObject({ filesRead: 2, unreadable: 1 });
    expect(onSaved).toHaveBeenCalledTimes(2);
  });

  it('takes the first word for an empty file, and the reason of the first who looked closely for others', async () => {
    const { store, answers, read } = setup(['empty.mp3', 'odd.mp3']);
    answers.set('empty.mp3', { kind: 'unreadable', reason: 'empty file', bytesRead: 0 });
    answers.set('odd.mp3', { kind: 'refused', bytesRead: 0 });
    answers.set('full odd.mp3', { kind: 'unreadable', reason: 'damaged', bytesRead: 0 });

    expect(await read()).toMatchObject({ unreadable: 2 });
    expect(store.row('empty.mp3').result).toEqual({ id: 'empty.mp3', kind: 'unreadable', reason: 'empty file' });
    expect(store.row('odd.mp3').result).toEqual({ id: 'odd.mp3', kind: 'unreadable', reason: 'damaged' });
  });

  it('settles lengths in later looks, each song once a look', async () => {
    const { store, answers, looks, read, measure } = setup(['far.mp3', 'near.mp3']);
    answers.set('far.mp3', { kind: 'read', content: { title: 'Far', lengthIs: 'unread' }, bytesRead: 1 });
    answers.set('whole far.mp3', { kind: 'read', content: { title: 'Far', lengthIs: 'guessed' }, bytesRead: 1 });
    answers.set('count far.mp3', { kind: 'read', content: { title: 'Far', durationMs: 5 }, bytesRead: 1 });

    await read();
    await measure('unread');
    await measure('guessed');

    expect(looks).toEqual(['head far.mp3', 'head near.mp3', 'whole far.mp3', 'count far.mp3']);
    expect(store.row('far.mp3').result).toMatchObject({ tags: { durationMs: 5 } });
  });

  it('names what has no title after its file and folders', async () => {
    const { store, answers, read } = setup(['Band/Record/03 Song.mp3']);
    answers.set('Band/Record/03 Song.mp3', { kind: 'read', content: {}, bytesRead: 1 });

    await read();

    expect(store.row('Band/Record/03 Song.mp3').result).toMatchObject({
      tags: { title: 'Song', artist: 'Band', album: 'Record', trackNumber: 3 },
    });
  });

  it('saves once what the walk finds, lists by name what others have to read, and reads on while it finds more', async () => {
    const { store, answers, read } = setup([]);
    const found = new FoundFiles(String);
    const add = (name: string) => found.add({ ...song, path: Buffer.from(name) }, name);
    for (const name of ['1.mp3', 'odd.mp3']) add(name);
    answers.set('odd.mp3', { kind: 'refused', bytesRead: 1 });

    const reading = read(found);
    await vi.waitFor(() => expect(store.rows.has('1.mp3')).toBe(true));
    add('2.mp3');
    found.complete();

    expect(await reading).toMatchObject({ filesRead: 3, unreadable: 1 });
    expect([...store.rows.values()].every((row) => row.isRead)).toBe(true);
    expect(store.named).toEqual(['odd.mp3']);
  });

  it('lists by name what it will read late', async () => {
    const { store, hold, read } = setup([]);
    const found = new FoundFiles(String);
    const gate = Promise.withResolvers<undefined>();
    for (let index = 0; index < 1_400; index += 1) {
      const name = `${String(index)}.mp3`;
      found.add({ ...song, path: Buffer.from(name) }, name);
      hold.set(name, gate.promise);
    }
    found.complete();

    const reading = read(found);
    await vi.waitFor(() => expect(store.named).toHaveLength(200));
    expect(store.named).toContain('1399.mp3');
    expect([...store.rows.values()].some((row) => row.isRead)).toBe(false);
    gate.resolve(undefined);

    expect(await reading).toMatchObject({ filesRead: 1_400 });
    expect([...store.rows.values()].every((row) => row.isRead)).toBe(true);
  });

  it('reads every file of many once', async () => {
    const names = Array.from({ length: 1_500 }, (_none, index) => `${String(index)}.mp3`);
    const { store, read } = setup(names);

    expect(await read()).toMatchObject({ filesRead: 1_500 });
    expect(store.pendingReads(VOLUME, 10)).toEqual([]);
  });

  it('leaves everything to the next scan when the stick was pulled', async () => {
    const names = Array.from({ length: 60 }, (_none, index) => `${String(index)}.mp3`);
    const { stick, store, answers, read } = setup(names);
    for (const name of names) answers.set(name, EIO);
    stick.isGone = false;
    stick.files.clear();

    await expect(read()).rejects.toBeInstanceOf(VolumeGone);
    expect(store.pendingReads(VOLUME, 100)).toHaveLength(60);
  });

  it('says that a file is unreadable when it fails twice while the stick is there', async () => {
    const { store, answers, read } = setup(['bad sector.mp3', 'good.mp3']);
    answers.set('bad sector.mp3', EIO);

    await read();

    expect(store.row('bad sector.mp3').result).toMatchObject({ kind: 'unreadable', reason: 'cannot be read: EIO' });
    expect(store.row('good.mp3').result).toMatchObject({ kind: 'audio' });
  });

  it('ends with the reason of a cancel, and nothing is marked', async () => {
    const { store, read, cancel } = setup(['1.mp3']);
    cancel.abort(new Error('pulled'));

    await expect(read()).rejects.toThrow('pulled');
    expect(store.row('1.mp3').isRead).toBe(false);
  });
});
