import { expect, it } from 'vitest';

import { folderId } from '#kernel/derive-id';
import {
  AlbumNotFound,
  ArtistNotFound,
  FolderNotFound,
  PlaylistNotFound,
  TrackNotFound,
} from '#storage/library/not-found';
import { ALL, filmId, FIRST_PAGE, openLibrary, songId, STICK } from '#test/integration/storage/library-fixture';

const KIDS = folderId(STICK, Buffer.from('Kids'));
const KIDS_SONGS = folderId(STICK, Buffer.from('Music/Kids'));
const WITHIN = { ...ALL, within: [KIDS, KIDS_SONGS] };

function setup() {
  const library = openLibrary();
  library.scan([
    { path: 'Kids/Cartoon.avi', film: { title: 'Cartoon' } },
    { path: 'Kids/Deep/Down/Fable.avi', film: { title: 'Fable' } },
    { path: 'Kids 18/Thriller.avi', film: { title: 'Thriller' } },
    { path: 'Music/Kids/1.mp3', tags: { title: 'Lullaby', artist: 'Nanny', album: 'Sleep', genres: ['Soft'] } },
    { path: 'Music/Loud/1.mp3', tags: { title: 'Lemmy', artist: 'Metal', album: 'Wake', genres: ['Hard'] } },
    { path: 'Music/Sleepy.m3u8', entries: ['Music/Kids/1.mp3'] },
    { path: 'Music/Wakeful.m3u8', entries: ['Music/Loud/1.mp3'] },
  ]);
  return library;
}

it('shows in every list what has to do with the folders, and nothing else', () => {
  const { reader } = setup();
  const titles = {
    videos: reader.videos.list(WITHIN, FIRST_PAGE).items.map(({ title }) => title),
    tracks: reader.tracks.list(WITHIN, FIRST_PAGE).items.map(({ title }) => title),
    albums: reader.albums.list(WITHIN, FIRST_PAGE).items.map(({ title }) => title),
    artists: reader.artists.list(WITHIN, FIRST_PAGE).items.map(({ name }) => name),
    genres: reader.genres.list(WITHIN, FIRST_PAGE).items.map(({ name }) => name),
    playlists: reader.playlists.list(WITHIN, FIRST_PAGE).items.map(({ name }) => name),
  };

  expect(titles).toEqual({
    videos: ['Cartoon', 'Fable'],
    tracks: ['Lullaby'],
    albums: ['Sleep'],
    artists: ['Nanny'],
    genres: ['Soft'],
    playlists: ['Favourites', 'Sleepy'],
  });
  expect(reader.videos.list({ ...WITHIN, words: 'thri' }, FIRST_PAGE).items).toEqual([]);
  expect(reader.videos.list({ ...WITHIN, words: 'cart' }, FIRST_PAGE).total).toBe(1);
});

it('shows the folders, what is below them, and the way there', () => {
  const { reader } = setup();
  const names = (path: string) =>
    reader.folders
      .list({ kind: 'path', volumeId: STICK, path }, FIRST_PAGE, WITHIN.within)
      .items.map(({ name }) => name);

  expect(names('')).toEqual(['Kids', 'Music']);
  expect(names('Music')).toEqual(['Kids']);
  expect(names('Kids')).toEqual(['Deep', 'Cartoon.avi']);
  expect(names('Kids/Deep/Down')).toEqual(['Fable.avi']);
  expect(() => names('Kids 18')).toThrow(FolderNotFound);
});

it('leaves others out of what is picked, and knows the folders above an item', () => {
  const { reader } = setup();
  const ids = [songId('Music/Loud/1.mp3'), songId('Music/Kids/1.mp3')];
  expect(reader.tracks.pick(ids, FIRST_PAGE, WITHIN.within).items.map(({ title }) => title)).toEqual(['Lullaby']);

  expect(reader.playables.foldersAbove(filmId('Kids/Deep/Down/Fable.avi'))).toEqual(
    ['', 'Kids', 'Kids/Deep', 'Kids/Deep/Down'].map((path) => folderId(STICK, Buffer.from(path))),
  );
  expect(reader.playables.foldersAbove(filmId('none'))).toEqual([]);
});

it('finds no single thing by its id that has nothing to do with the folders', () => {
  const { reader } = setup();
  const albums = reader.albums.list(ALL, FIRST_PAGE).items;
  const artists = reader.artists.list(ALL, FIRST_PAGE).items;
  const playlists = reader.playlists.list(ALL, FIRST_PAGE).items;
  const idOf = <Item>(items: readonly Item[], isMeant: (item: Item) => boolean): Item => {
    const found = items.find(isMeant);
    if (!found) throw new Error('nothing like that was indexed');
    return found;
  };
  const get = {
    track: (path: string) => reader.tracks.get(songId(path), WITHIN.within).title,
    album: (title: string) => reader.albums.get(idOf(albums, (one) => one.title === title).id, WITHIN.within).title,
    artist: (name: string) => reader.artists.get(idOf(artists, (one) => one.name === name).id, WITHIN.within).name,
    playlist: (name: string) =>
      reader.playlists.get(idOf(playlists, (one) => one.name === name).id, WITHIN.within).trackCount,
  };

  expect(get.track('Music/Kids/1.mp3')).toBe('Lullaby');
  expect(get.album('Sleep')).toBe('Sleep');
  expect(get.artist('Nanny')).toBe('Nanny');
  expect(get.playlist('Sleepy')).toBe(1);
  expect(get.playlist('Favourites')).toBe(0);
  expect(() => get.track('Music/Loud/1.mp3')).toThrow(TrackNotFound);
  expect(() => get.album('Wake')).toThrow(AlbumNotFound);
  expect(() => get.artist('Metal')).toThrow(ArtistNotFound);
  expect(() => get.playlist('Wakeful')).toThrow(PlaylistNotFound);
});
