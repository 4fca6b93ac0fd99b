import { execFileSync } from 'node:child_process';
import { lstat, mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

import type { Track } from '#contract/entities/track';
import { fileId } from '#kernel/derive-id';
import { ArtworkFileStore } from '#library/adapters/artwork-file-store';
import { coverBytes } from '#test/support/covers';
import { bombPng } from '#test/support/hostile/picture-bombs';
import { SEED_FORMATS } from '#test/support/seeds';
import { makeStick, type StickTruth } from '#test/support/stick';
import { EVERYTHING, makeScanning, VOLUME, type Scanning } from '#test/integration/library/scanning';

const ALL = { offset: 0, limit: 200 };

function tracksOf({ library }: Scanning): Track[] {
  return [...library.tracks.list(EVERYTHING, ALL).items];
}

/** Everything that a write to the stick would change. */
async function tracesOf(stick: string): Promise<string[]> {
  const names = await readdir(stick, { recursive: true });
  const stats = names.map(async (name) => {
    const { size, mtimeMs, ctimeMs, mode } = await lstat(join(stick, name));
    return [name, size, mtimeMs, ctimeMs, mode].join(' ');
  });
  return (await Promise.all(stats)).sort();
}

describe('a stick with every format', () => {
  let stick: StickTruth;
  let tracks: Track[];
  let summary: Awaited<ReturnType<Scanning['scan']>>;
  let again: typeof summary;
  let films: readonly { title: string; durationMs: number | null; artworkId: string | null }[];
  let playlists: readonly { name: string; trackCount: number; missingCount: number }[];
  let albums: readonly { artworkId: string | null }[];
  let traces: { before: string[]; after: string[] };

  beforeAll(async () => {
    await using scanning = await makeScanning();
    stick = await makeStick(scanning.stick, {
      tracks: SEED_FORMATS.length * 2,
      formats: SEED_FORMATS,
      videos: 2,
      hasArtwork: true,
      hasPlaylist: true,
    });
    const before = await tracesOf(scanning.stick);
    summary = await scanning.scan();
    again = await scanning.scan();
    traces = { before, after: await tracesOf(scanning.stick) };
    tracks = tracksOf(scanning);
    films = scanning.library.videos.list(EVERYTHING, ALL).items;
    albums = scanning.library.albums.list(EVERYTHING, ALL).items;
    playlists = scanning.library.playlists.list(EVERYTHING, ALL).items;
  });

  it.each(SEED_FORMATS)('has its songs in %s, with length', (format) => {
    const found = tracks.filter(({ path }) => path.endsWith(`.${format}`));
    expect(found).toHaveLength(2);
    for (const { durationMs } of found) expect(Math.abs((durationMs ?? 0) - 2_000)).toBeLessThan(150);
  });

  /** ffmpeg writes fewer fields into these two. */
  it.each(SEED_FORMATS.filter((format) => format !== 'wav' && format !== 'aiff'))('has the tags of %s', (format) => {
    for (const truth of stick.tracks.filter((track) => track.format === format)) {
      const { title, artist, album, trackNumber } = truth;
      expect(tracks.find(({ path }) => path === truth.path)).toMatchObject({ title, artist, album, trackNumber });
    }
  });

  it('has its films, with length and picture', () => {
    expect(films).toHaveLength(2);
    for (const film of films) {
      expect(Math.abs((film.durationMs ?? 0) - 2_000)).toBeLessThan(150);
      expect(film.artworkId).not.toBeNull();
    }
  });

  it('has pictures for its albums', () => {
    expect(albums.length).toBeGreaterThan(0);
    for (const album of albums) expect(album.artworkId).not.toBeNull();
  });

  it('has its playlist, with nothing missing', () => {
    const count = Math.ceil(stick.tracks.length / 5);
    expect(playlists.find(({ name }) => name === 'Every Fifth')).toMatchObject({ trackCount: count, missingCount: 0 });
  });

  it('says what was read', () => {
    const covers = new Set(stick.tracks.map(({ path }) => dirname(path))).size;
    expect(summary.filesSeen).toBe(stick.tracks.length + stick.videos.length + 1 + covers);
    expect(summary.filesOpened).toBe(summary.filesSeen);
    expect(summary.bytesRead).toBeGreaterThan(0);
    expect(summary.skipped).toBe(0);
  });

  it('is not opened again when it has not changed', () => {
    expect(again).toMatchObject({ filesSeen: summary.filesSeen, filesOpened: 0, bytesRead: 0 });
  });

  it('is not written to', () => {
    expect(traces.after).toEqual(traces.before);
  });
});

describe("a stranger's stick", () => {
  let stick: StickTruth;
  let ids: Set<string>;
  let tracks: Track[];
  let reasons: Map<string, string>;
  let playlists: Map<string, { trackCount: number; missingCount: number }>;

  beforeAll(async () => {
    await using scanning = await makeScanning();
    stick = await makeStick(scanning.stick, { isHostile: true });
    await scanning.scan();
    tracks = tracksOf(scanning);
    ids = new Set(tracks.map(({ id }) => id));
    reasons = new Map(scanning.library.volumes.skipped(VOLUME).map(({ path, reason }) => [path, reason]));
    playlists = new Map(scanning.library.playlists.list(EVERYTHING, ALL).items.map((list) => [list.name, list]));
  });

  const idOf = (path: Buffer) => fileId(VOLUME, path);

  it('has every real song, whatever its name, with its tags', () => {
    for (const { path, what } of stick.hostile.filter(({ kind }) => kind === 'playable')) {
      const track = tracks.find(({ id }) => id === idOf(path));
      expect(track, what).toMatchObject({ album: '<b>Hostile</b> & "Co"' });
      expect(track?.durationMs, what).toBeGreaterThan(1_500);
    }
  });

  it('lists what nobody can read by its name, with a reason', () => {
    for (const { path, what } of stick.hostile.filter(({ kind }) => kind === 'broken' || kind === 'disguise')) {
      expect(ids.has(idOf(path)), what).toBe(true);
      expect(reasons.get(path.toString()), what).toBeTruthy();
    }
  });

  it('shows no ghosts, links and pipes', () => {
    for (const { path, what } of stick.hostile.filter(({ kind }) => kind === 'hidden')) {
      expect(ids.has(idOf(path)), what).toBe(false);
    }
  });

  it.each([
    ['crlf', 2, 0],
    ['bom', 1, 0],
    ['windows', 2, 0],
    ['encoded', 1, 0],
    ['list', 1, 0],
  ])('understands the playlist %s', (name, trackCount, missingCount) => {
    expect(playlists.get(name)).toMatchObject({ trackCount, missingCount });
  });

  it('follows no playlist out of the stick', () => {
    expect(playlists.get('outside')?.trackCount).toBe(1);
  });
});

describe('a stick that changes', () => {
  it('has exactly the touched files opened, and keeps the rest', async () => {
    await using scanning = await makeScanning();
    const stick = await makeStick(scanning.stick, { tracks: 12, albums: 1 });
    const [first, second, third] = stick.tracks;
    await scanning.scan();
    const before = new Map(tracksOf(scanning).map((track) => [track.path, track.id]));

    await rm(join(stick.dir, first!.path));
    await utimes(join(stick.dir, second!.path), 1, 1);
    await rename(join(stick.dir, third!.path), join(stick.dir, 'renamed.mp3'));
    expect(await scanning.scan()).toMatchObject({ filesOpened: 2 });

    const after = new Map(tracksOf(scanning).map((track) => [track.path, track.id]));
    expect(after.size).toBe(11);
    expect(after.has(first!.path)).toBe(false);
    expect(after.get(second!.path)).toBe(before.get(second!.path));

    await makeStick(scanning.stick, { tracks: 12, albums: 1 });
    await scanning.scan();
    expect(tracksOf(scanning).find(({ path }) => path === first!.path)?.id).toBe(before.get(first!.path));
  });

  it('is read from the beginning when nothing is kept of it but its rows', async () => {
    await using scanning = await makeScanning();
    await makeStick(scanning.stick, { tracks: 3 });
    await scanning.scan();
    expect(await scanning.scan({ isForced: true })).toMatchObject({ filesOpened: 3 });
  });

  it('may be empty, or have folders that nobody may read', async () => {
    await using scanning = await makeScanning();
    await mkdir(scanning.stick);
    expect(await scanning.scan()).toMatchObject({ filesSeen: 0, filesOpened: 0, skipped: 0 });

    await makeStick(join(scanning.stick, 'a'), { tracks: 2 });
    await mkdir(join(scanning.stick, ...Array.from({ length: 40 }, () => 'deep')), { recursive: true });
    await scanning.scan();
    expect(tracksOf(scanning)).toHaveLength(2);
    expect(scanning.skippedFolders).toMatchObject([{ reason: 'deeper than 32 folders' }]);
  });
});

describe('pictures', () => {
  it('come from songs, are made small, and bombs are refused', async () => {
    await using scanning = await makeScanning();
    const stick = await makeStick(scanning.stick, { tracks: 3, albums: 3 });
    const [embedded, bomb, svg] = stick.tracks.map(({ path }) => join(stick.dir, path));
    const cover = join(scanning.data, 'cover.jpg');
    await writeFile(cover, await coverBytes(1));
    const options = ['-i', embedded!, '-i', cover, '-map', '0', '-map', '1', '-c', 'copy', `${cover}.mp3`];
    execFileSync('ffmpeg', ['-v', 'error', '-y', ...options], { timeout: 20_000 });
    await rename(`${cover}.mp3`, embedded!);
    await writeFile(join(dirname(bomb!), 'cover.png'), bombPng(30_000));
    await writeFile(join(dirname(svg!), 'cover.jpg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');

    await scanning.scan();

    const artwork = new Map(tracksOf(scanning).map(({ path, artworkId }) => [path, artworkId]));
    const [id, ...refused] = stick.tracks.map(({ path }) => artwork.get(path));
    expect(refused).toEqual([null, null]);
    const files = new ArtworkFileStore(join(scanning.data, 'artwork'), {
      pictureOf: () => undefined,
      isShownIn: () => true,
    });
    const large = await files.find(id!, 480);
    const small = await files.find(id!, 100);
    expect(large?.contentType).toBe('image/webp');
    expect((await readFile(small!.path)).length).toBeLessThan((await readFile(large!.path)).length);
    expect(await files.find('../../library', 480)).toBeUndefined();
    expect(await scanning.scan()).toMatchObject({ filesOpened: 0 });
  });
});
