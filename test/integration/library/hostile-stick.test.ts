import { beforeAll, describe, expect, it } from 'vitest';

import type { Track } from '#contract/entities/track';
import type { ScanSummary } from '#contract/entities/volume';
import { fileId } from '#kernel/derive-id';
import { EVERYTHING, makeScanning, VOLUME } from '#test/integration/library/scanning';
import { makeHostileStick, type StickFile } from '#test/support/hostile/hostile-stick';

const ALL = { offset: 0, limit: 5_000 };

/** The whole stick once, then each kind of file by the table that its maker gives. */
describe('a stick of everything that strangers have', () => {
  let files: StickFile[];
  let again: ScanSummary;
  let listed: ReadonlySet<string>;
  let tracks: ReadonlyMap<string, Track>;
  let reasons: ReadonlyMap<string, string>;
  let folders: readonly { readonly path: string; readonly reason: string }[];

  beforeAll(async () => {
    await using scanning = await makeScanning();
    files = await makeHostileStick(scanning.stick);
    await scanning.scan();
    folders = [...scanning.skippedFolders];
    again = await scanning.scan();
    const { library } = scanning;
    tracks = new Map(library.tracks.list(EVERYTHING, ALL).items.map((track) => [track.id, track]));
    const others = [...library.videos.list(EVERYTHING, ALL).items, ...library.playlists.list(EVERYTHING, ALL).items];
    listed = new Set([...tracks.keys(), ...others.map(({ id }) => id)]);
    reasons = new Map(library.volumes.skipped(VOLUME).map(({ path, reason }) => [path, reason]));
  }, 400_000);

  const idOf = ({ path }: StickFile) => fileId(VOLUME, path);
  const ofKind = (...kinds: readonly StickFile['kind'][]) => files.filter(({ kind }) => kinds.includes(kind));
  const named = (wrong: readonly StickFile[]) => wrong.map(({ path, what }) => `${path.toString()} (${what})`);

  it('has every real song with its tags and its length', () => {
    const songs = ofKind('playable');
    expect(songs.length).toBeGreaterThan(40);
    expect(named(songs.filter((file) => !tracks.get(idOf(file))?.artist))).toEqual([]);
    expect(named(songs.filter((file) => (tracks.get(idOf(file))?.durationMs ?? 0) < 1_000))).toEqual([]);
    expect(named(songs.filter(({ path }) => reasons.has(path.toString())))).toEqual([]);
  });

  it('lists all that cannot be read, with a reason in words', () => {
    const broken = ofKind('broken', 'disguise');
    expect(named(broken.filter((file) => !listed.has(idOf(file))))).toEqual([]);
    expect(named(broken.filter(({ path }) => !/^[a-z][\w ,:%-]+$/iu.test(reasons.get(path.toString()) ?? '')))).toEqual(
      [],
    );
    expect(reasons.get('Damaged/pdf inside.mp3')).toBe('not a media file: a PDF');
    expect(reasons.get('Damaged/zip inside.mp3')).toBe('not a media file: a ZIP archive');
    expect(reasons.get('Damaged/empty.flac')).toBe('empty file');
  });

  it('lists what was cut off anywhere, by what is left of it', () => {
    const cut = ofKind('listed');
    expect(cut.length).toBeGreaterThan(390);
    expect(named(cut.filter((file) => !listed.has(idOf(file))))).toEqual([]);
  });

  it('shows no ghosts, bins, links, pipes and devices, and nothing from the depths', () => {
    expect(named(ofKind('hidden').filter((file) => listed.has(idOf(file))))).toEqual([]);
    expect(folders.map(({ reason }) => reason)).toEqual(['deeper than 32 folders']);
  });

  it('takes no picture that is none, or far too large', () => {
    const songs = files.filter(({ path }) => path.toString().startsWith('Pictures/'));
    expect(songs.map((file) => tracks.get(idOf(file))?.artworkId)).toEqual(songs.map(() => null));
  });

  it('follows no playlist and no sheet out of the stick, nor in circles', () => {
    expect([...tracks.values()].filter(({ path }) => path.includes('passwd'))).toEqual([]);
    const ids = new Set(files.map(idOf));
    expect([...tracks.values()].filter(({ id }) => !ids.has(id)).map(({ path }) => path)).toEqual([]);
  });

  it('is not opened again when it has not changed', () => {
    expect(again.filesOpened).toBe(0);
  });
});
