import { expect, it } from 'vitest';

import { playlistId, volumeId } from '#contract/entities/ids';
import { folderId } from '#kernel/derive-id';
import { ALL, filmId, FIRST_PAGE, openLibrary, songId, STICK } from '#test/integration/storage/library-fixture';

function setup() {
  const library = openLibrary();
  library.scan([
    { path: 'CD 10/01.mp3', tags: { title: 'Ten' } },
    { path: 'CD 2/01.mp3', tags: { title: 'Two', artist: 'X', durationMs: 5000 } },
    { path: 'CD 2/cover.jpg' },
    { path: 'CD 2/Extra/Deep/01.mp3', tags: {} },
    { path: 'Pictures/a.jpg' },
    { path: 'track 10.mp3', tags: {} },
    { path: 'track 9.mp3', tags: {} },
    { path: 'film.avi', film: { durationMs: 7000 } },
    { path: 'Mix.m3u8', entries: ['CD 2/01.mp3', 'gone.mp3', 'track 9.mp3'] },
  ]);
  const names = (path: string) =>
    library.reader.folders
      .list({ kind: 'path', volumeId: STICK, path }, FIRST_PAGE)
      .items.map((item) => `${item.kind} ${item.name}`);
  return { ...library, names };
}

it('lists folders first, in natural order, without folders that hold nothing to play', () => {
  const { names } = setup();

  expect(names('')).toEqual([
    'folder CD 2',
    'folder CD 10',
    'video film.avi',
    'playlist Mix.m3u8',
    'track track 9.mp3',
    'track track 10.mp3',
  ]);
  expect(names('CD 2')).toEqual(['folder Extra', 'track 01.mp3']);
});

it('says of folders whether what lies in them is spoken: by their names, and as somebody said', () => {
  const { reader, scan, spokenFolders } = openLibrary();
  scan([
    { path: 'Podcasts/News/01.mp3', tags: {} },
    { path: 'Road/Talks/01.mp3', tags: {} },
  ]);
  const spoken = (path: string) =>
    reader.folders
      .list({ kind: 'path', volumeId: STICK, path }, FIRST_PAGE)
      .items.map((item) => [item.name, item.kind === 'folder' && item.isSpoken]);
  const road = folderId(STICK, Buffer.from('Road'));
  expect(spoken('')).toEqual([
    ['Podcasts', true],
    ['Road', false],
  ]);
  expect(spoken('Podcasts')).toEqual([['News', true]]);
  expect(reader.folders.get(road)).toEqual({ volumeId: STICK, isSpoken: false });

  spokenFolders.keep(road, true);
  expect(spoken('Road')).toEqual([['Talks', true]]);
  expect(reader.folders.get(road)).toEqual({ volumeId: STICK, isSpoken: true });
  const [stick] = reader.folders.list({ kind: 'volumes' }, FIRST_PAGE).items;
  expect(stick).toMatchObject({ kind: 'folder', isSpoken: false });
});

it('pages over folders and files as one list', () => {
  const { reader, names } = setup();
  const place = { kind: 'path', volumeId: STICK, path: '' } as const;

  const pages = [0, 1, 2, 3, 4, 5, 6].map((offset) => reader.folders.list(place, { offset, limit: 1 }));
  expect(pages.flatMap((page) => page.items.map((item) => `${item.kind} ${item.name}`))).toEqual(names(''));
  expect(pages.every((page) => page.total === 6)).toBe(true);
});

it('gives folders an id to go on with, and counts what stands in them', () => {
  const { reader } = setup();
  const [cd] = reader.folders.list({ kind: 'path', volumeId: STICK, path: '' }, FIRST_PAGE).items;
  if (cd?.kind !== 'folder') throw new Error('the first item is no folder');

  expect(cd).toMatchObject({ path: 'CD 2', itemCount: 2, isOnline: true });
  expect(reader.folders.list({ kind: 'folder', folderId: cd.id }, FIRST_PAGE)).toMatchObject({
    total: 2,
    items: [{ name: 'Extra' }, { id: songId('CD 2/01.mp3'), title: 'Two', artist: 'X', durationMs: 5000 }],
  });
});

it('lists the sticks that are in where no stick is named', () => {
  const { reader, scan, show } = setup();
  const other = volumeId.parse('other');
  scan([{ path: 'a.mp3' }], other);
  show(STICK, { id: other, isOnline: false });

  const { items, total } = reader.folders.list({ kind: 'volumes' }, FIRST_PAGE);
  expect(total).toBe(1);
  expect(items).toMatchObject([{ kind: 'folder', name: 'STICK', path: '', itemCount: 6 }]);
});

it('says which folder or stick it does not know', () => {
  const { reader } = setup();

  expect(() => reader.folders.list({ kind: 'path', volumeId: STICK, path: 'none' }, FIRST_PAGE)).toThrow(
    expect.objectContaining({ code: 'folder_not_found' }),
  );
  expect(() => reader.folders.list({ kind: 'path', volumeId: volumeId.parse('none'), path: '' }, FIRST_PAGE)).toThrow(
    expect.objectContaining({ code: 'volume_not_found' }),
  );
});

it('lists favourites before the playlists of sticks, and counts entries that point at nothing', () => {
  const { reader, favourites } = setup();
  favourites.add(songId('CD 2/01.mp3'));

  expect(reader.playlists.list(ALL, FIRST_PAGE)).toMatchObject({
    total: 2,
    items: [
      { id: 'favourites', trackCount: 1, volumeId: null },
      { name: 'Mix', trackCount: 2, missingCount: 1, volumeId: STICK },
    ],
  });
  expect(reader.playlists.list(ALL, { offset: 1, limit: 1 }).items).toMatchObject([{ name: 'Mix' }]);
  expect(reader.playlists.list({ ...ALL, words: 'mix' }, FIRST_PAGE).items).toMatchObject([{ name: 'Mix' }]);
});

it('gives the songs of a playlist in its order', () => {
  const { reader, favourites } = setup();
  const mix = playlistId.parse(songId('Mix.m3u8'));
  favourites.add(songId('track 9.mp3'));
  favourites.add(songId('CD 2/01.mp3'));

  const titles = (id: typeof mix) => reader.playlists.tracks(id, FIRST_PAGE).items.map((track) => track.title);
  expect(titles(mix)).toEqual(['Two', 'track 9']);
  expect(titles(playlistId.parse('favourites'))).toEqual(['Two', 'track 9']);
  expect(() => titles(playlistId.parse('x'))).toThrow(expect.objectContaining({ code: 'playlist_not_found' }));
});

it('lists films by title with their size', () => {
  const { reader } = setup();

  expect(reader.videos.list(ALL, FIRST_PAGE).items).toMatchObject([
    { id: filmId('film.avi'), title: 'film', durationMs: 7000, sizeBytes: 1000, path: 'film.avi' },
  ]);
});

it('lists playlists of one’s own by name, and counts what no stick has', async () => {
  const { reader, ownPlaylists, scan } = setup();
  const [road, early] = ['own-1', 'own-2'].map((id) => playlistId.parse(id)) as [never, never];
  const gone = songId('gone.mp3');
  await ownPlaylists.add({ id: road, name: 'Road 10', trackIds: [songId('track 9.mp3'), gone, songId('CD 2/01.mp3')] });
  await ownPlaylists.add({ id: early, name: 'Road 9', trackIds: [] });

  expect(reader.playlists.list(ALL, FIRST_PAGE).items).toMatchObject([
    { id: 'favourites', isOwn: false },
    { name: 'Road 9', isOwn: true, trackCount: 0, missingCount: 0 },
    { name: 'Road 10', isOwn: true, trackCount: 2, missingCount: 1, volumeId: null },
    { name: 'Mix', isOwn: false },
  ]);
  expect(reader.playlists.list({ ...ALL, words: 'roa 10' }, FIRST_PAGE).items).toMatchObject([{ id: road }]);
  expect(reader.playlists.tracks(road, FIRST_PAGE).items.map((track) => track.title)).toEqual(['track 9', 'Two']);

  // The song is back in an index that was made anew.
  scan([{ path: 'gone.mp3', tags: { title: 'Back' } }]);
  expect(reader.playlists.get(road)).toMatchObject({ trackCount: 3, missingCount: 0 });
});

it('lists albums with the newest files first, of the sticks that are in', () => {
  const { reader, scan, show } = openLibrary();
  const other = volumeId.parse('other');
  const song = (path: string, album: string, mtimeMs: number) => ({ path, mtimeMs, tags: { title: path, album } });
  scan([song('a/1.mp3', 'Old', 1_000), song('b/1.mp3', 'New', 3_000), song('a/2.mp3', 'Old', 2_000)]);
  scan([song('c/1.mp3', 'Newest', 4_000)], other);
  const titles = (volume?: typeof other) =>
    reader.albums.recent(FIRST_PAGE, { volumeId: volume }).items.map((album) => album.title);

  show(STICK, other);
  expect(titles()).toEqual(['Newest', 'New', 'Old']);
  expect(titles(STICK)).toEqual(['New', 'Old']);
  show(STICK, { id: other, isOnline: false });
  expect(titles()).toEqual(['New', 'Old']);
});
