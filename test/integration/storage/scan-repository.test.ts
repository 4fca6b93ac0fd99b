import { expect, it } from 'vitest';

import { artworkId, type ArtworkId } from '#contract/entities/ids';
import {
  ALL,
  filmId,
  FIRST_PAGE,
  openLibrary,
  songId,
  STICK,
  walked,
  type FixtureFile,
} from '#test/integration/storage/library-fixture';

const ART = artworkId.parse('picture');

function withCover(mtimeMs?: number): FixtureFile[] {
  return [
    { path: 'A/1.mp3', tags: { artist: 'X', album: 'A', hasPicture: true } },
    { path: 'A/back.jpg' },
    { path: 'A/Folder.jpg' },
    { path: 'A/cover.jpg', ...(mtimeMs !== undefined && { mtimeMs }) },
  ];
}

it('knows at the next start what it has and what is still to be read', () => {
  const { store, walk } = openLibrary();
  walk([
    { path: 'b.mp3' },
    { path: 'a.mp3' },
    { path: 'f.mkv', film: {} },
    { path: 'l.m3u', entries: [] },
    { path: 'c.jpg' },
  ]);
  store.saveRead(STICK, [{ id: songId('a.mp3'), kind: 'audio', tags: {} }]);

  expect(store.pendingReads(STICK, 10).map((file) => [file.kind, file.path.toString()])).toEqual([
    ['audio', 'b.mp3'],
    ['playlist', 'l.m3u'],
    ['video', 'f.mkv'],
  ]);
  const known = store.begin(STICK, 'STICK');
  expect(known.get('a.mp3')).toEqual({
    id: songId('a.mp3'),
    sizeBytes: 1_000,
    mtimeMs: 1_700_000_000_000.25,
    isRead: true,
    isPresent: true,
  });
  expect(known.get('b.mp3')).toMatchObject({ isRead: false });
  expect(known.get('c.jpg')).toMatchObject({ isRead: true });
});

it('puts artists and albums in lists where their tags say, also when only that is new', () => {
  const { reader, scan } = openLibrary();
  const songs = (artistSort?: string, albumSort?: string): FixtureFile[] => [
    { path: 'A/1.mp3', tags: { artist: 'Ann Zed', album: 'Songs', artistSort, albumSort } },
    { path: 'B/1.mp3', tags: { artist: 'Bob', album: 'Mine' } },
  ];
  const artists = () => reader.artists.list(ALL, FIRST_PAGE).items.map(({ name }) => name);
  const albums = () => reader.albums.list(ALL, FIRST_PAGE).items.map(({ title }) => title);
  scan(songs());
  expect([artists(), albums()]).toEqual([
    ['Ann Zed', 'Bob'],
    ['Mine', 'Songs'],
  ]);

  scan(songs('Zed, Ann', 'A first'));

  expect([artists(), albums()]).toEqual([
    ['Bob', 'Ann Zed'],
    ['Songs', 'Mine'],
  ]);
});

it('keeps what is known of a changed file until it is read again', () => {
  const { reader, store, scan } = openLibrary();
  scan([{ path: 'a.mp3', tags: { title: 'Known' } }]);

  store.saveWalked(STICK, [walked({ path: 'a.mp3', mtimeMs: 1 })]);
  expect(reader.tracks.get(songId('a.mp3')).title).toBe('Known');
  expect(store.pendingReads(STICK, 10)).toHaveLength(1);
});

it('undoes a batch that fails as a whole, and takes it again', () => {
  const { reader, store } = openLibrary();
  store.begin(STICK, 'STICK');
  const good = walked({ path: 'New/a.mp3' });

  expect(() =>
    store.saveWalked(STICK, [good, { ...walked({ path: 'b.mp3' }), kind: 'nonsense' as 'audio' }]),
  ).toThrow();
  expect(reader.tracks.list(ALL, FIRST_PAGE).total).toBe(0);
  store.saveWalked(STICK, [good]);
  expect(reader.tracks.list(ALL, FIRST_PAGE).total).toBe(1);
});

it('lists files that nobody could read with the reason, and forgets it once they changed', () => {
  const { reader, store, scan } = openLibrary();
  scan([{ path: 'bad.mp3', unreadable: 'No audio in it' }]);

  expect(reader.volumes.skipped(STICK)).toEqual([{ path: 'bad.mp3', reason: 'No audio in it' }]);
  expect(reader.tracks.get(songId('bad.mp3')).title).toBe('bad');
  store.saveWalked(STICK, [walked({ path: 'bad.mp3', mtimeMs: 2 })]);
  expect(reader.volumes.skipped(STICK)).toEqual([]);
});

it('counts songs and films of a volume and keeps the summary of the scan', () => {
  const { reader, store, scan } = openLibrary();
  scan([{ path: 'a.mp3', tags: {} }, { path: 'b.mp3' }, { path: 'f.mkv', film: {} }]);
  const summary = { durationMs: 5, filesSeen: 3, filesOpened: 2, bytesRead: 100, skipped: 0 };
  store.finish(STICK, summary);

  expect(reader.volumes.known()).toEqual([
    { id: STICK, label: 'STICK', trackCount: 2, videoCount: 1, lastScan: summary },
  ]);
});

it('looks for the picture of an album by name, then inside a song', () => {
  const { store, scan } = openLibrary();
  scan(withCover());

  expect(
    store
      .pendingArtwork(STICK, 10)
      .map(({ ownerKind, candidates }) => [
        ownerKind,
        candidates.map(({ kind, path }) => `${kind} ${path.toString()}`),
      ]),
  ).toEqual([['album', ['image A/cover.jpg', 'image A/Folder.jpg', 'embedded A/1.mp3']]]);
});

it('looks for artwork once, and again only when its files changed', () => {
  const { reader, store, scan } = openLibrary();
  scan(withCover());
  const [album] = store.pendingArtwork(STICK, 10);
  store.saveArtwork(STICK, album!.ownerId, ART);
  scan(withCover());

  expect(store.pendingArtwork(STICK, 10)).toEqual([]);
  expect(reader.tracks.get(songId('A/1.mp3')).artworkId).toBe(ART);
  expect(reader.albums.list(ALL, FIRST_PAGE).items).toMatchObject([{ artworkId: ART }]);
  expect(reader.artists.list(ALL, FIRST_PAGE).items).toMatchObject([{ artworkId: ART }]);
  scan(withCover(5));
  expect(store.pendingArtwork(STICK, 10)).toHaveLength(1);
});

it('takes a picture beside a film, else one of its frames, and the picture in a song without album', () => {
  const { store, reader, scan } = openLibrary();
  scan([
    { path: 'f.mkv', film: {} },
    { path: 'g.mkv', film: {} },
    { path: 'g.jpg' },
    { path: 'single.mp3', tags: { hasPicture: true } },
  ]);

  const found = store
    .pendingArtwork(STICK, 10)
    .map(({ ownerId, candidates }) => [ownerId, candidates.map((one) => one.kind)]);
  expect(found).toEqual([
    [filmId('f.mkv'), ['frame']],
    [filmId('g.mkv'), ['image']],
    [songId('single.mp3'), ['embedded']],
  ]);
  store.saveArtwork(STICK, songId('single.mp3'), ART);
  store.saveArtwork(STICK, filmId('f.mkv'), undefined);
  expect(store.pendingArtwork(STICK, 10)).toHaveLength(1);
  expect(reader.tracks.get(songId('single.mp3')).artworkId).toBe(ART);
});

it('tells a frame of a film from the image beside one, and both from all other pictures', () => {
  const { store, reader, scan } = openLibrary();
  scan([{ path: 'f.mkv', film: {} }, { path: 'g.mkv', film: {} }, { path: 'g.jpg' }]);
  const [frame, image] = ['frame', 'image'].map((id) => artworkId.parse(id)) as [ArtworkId, ArtworkId];
  store.saveArtwork(STICK, filmId('f.mkv'), frame);
  store.saveArtwork(STICK, filmId('g.mkv'), image);

  expect([frame, image, ART].map((id) => reader.videos.pictureOf(id))).toEqual(['frame', 'image', undefined]);
});

it('takes tags that hold nonsense', () => {
  const { reader, scan } = openLibrary();
  scan([
    {
      path: 'a.mp3',
      tags: {
        title: '\u0000\u202e',
        artist: 'x'.repeat(100_000),
        year: NaN,
        trackNumber: -1,
        durationMs: Infinity,
        genres: ['', ' '],
      },
    },
  ]);

  const track = reader.tracks.get(songId('a.mp3'));
  expect(track).toMatchObject({ title: 'a', year: null, trackNumber: null, durationMs: null, genre: null });
  expect(track.artist?.length).toBeLessThanOrEqual(500);
});
