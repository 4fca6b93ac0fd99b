import { describe, expect, it } from 'vitest';

import { volumeId } from '#contract/entities/ids';
import {
  ALL,
  FIRST_PAGE,
  openLibrary,
  songId,
  STICK,
  type FixtureFile,
} from '#test/integration/storage/library-fixture';

const OTHER = volumeId.parse('other');

describe('albums', () => {
  it('makes one compilation of songs by several artists in one folder', () => {
    const { reader, scan } = openLibrary();
    scan([
      {
        path: 'Hits/01.mp3',
        tags: { title: 'One', artist: 'A', album: 'Hits', trackNumber: 1, durationMs: 1000, year: 1999 },
      },
      {
        path: 'Hits/02.mp3',
        tags: { title: 'Two', artist: 'B', album: 'hits', trackNumber: 2, durationMs: 2000, year: 1999 },
      },
      { path: 'Hits/03.mp3', tags: { title: 'Three', artist: 'A', album: 'Hits', trackNumber: 3 } },
    ]);

    const { items } = reader.albums.list(ALL, FIRST_PAGE);
    expect(items).toMatchObject([
      {
        title: 'Hits',
        albumArtist: 'Various Artists',
        artistId: null,
        isCompilation: true,
        trackCount: 3,
        durationMs: 3000,
        year: 1999,
      },
    ]);
    expect(reader.artists.list(ALL, FIRST_PAGE).items).toMatchObject([
      { name: 'A', trackCount: 2, albumCount: 1 },
      { name: 'B', trackCount: 1, albumCount: 1 },
    ]);
  });

  it('plays discs in order, also where only folders tell them apart', () => {
    const { reader, scan } = openLibrary();
    const song = (path: string, title: string, trackNumber: number): FixtureFile => ({
      path,
      tags: { title, artist: 'A', album: 'Live', trackNumber },
    });
    scan([
      song('Live/CD 2/01.mp3', 'Third', 1),
      song('Live/CD1/02.mp3', 'Second', 2),
      song('Live/CD1/01.mp3', 'First', 1),
    ]);

    const [album] = reader.albums.list(ALL, FIRST_PAGE).items;
    expect(album).toMatchObject({ trackCount: 3, discCount: 2, albumArtist: 'A', isCompilation: false });
    expect(reader.tracks.list({ ...ALL, albumId: album!.id }, FIRST_PAGE).items.map((track) => track.title)).toEqual([
      'First',
      'Second',
      'Third',
    ]);
  });

  it('keeps albums of one name by different album artists apart, and sticks too', () => {
    const { reader, scan, show } = openLibrary();
    const song = (path: string, albumArtist: string): FixtureFile => ({
      path,
      tags: { artist: 'Guest', album: 'Best', albumArtist },
    });
    scan([song('a.mp3', 'Zappa'), song('b.mp3', 'Abba'), song('c.mp3', 'ABBA')]);
    scan([song('a.mp3', 'Abba')], OTHER);
    show(STICK, OTHER);

    expect(
      reader.albums.list(ALL, FIRST_PAGE).items.map((album) => [album.albumArtist, album.volumeId, album.trackCount]),
    ).toEqual([
      ['ABBA', STICK, 2],
      ['Abba', OTHER, 1],
      ['Zappa', STICK, 1],
    ]);
  });

  it('lists the albums and songs of an artist, also as a guest', () => {
    const { reader, scan } = openLibrary();
    scan([
      { path: 'X/1.mp3', tags: { title: 'Own', artist: 'Ann', album: 'Solo', trackNumber: 1 } },
      { path: 'Y/1.mp3', tags: { title: 'Guest', artist: 'Ann', album: 'Duets', albumArtist: 'Bob' } },
      { path: 'Y/2.mp3', tags: { title: 'Not hers', artist: 'Bob', album: 'Duets', albumArtist: 'Bob' } },
      { path: 'loose.mp3', tags: { title: 'Single', artist: 'ANN' } },
    ]);
    const ann = reader.tracks.get(songId('X/1.mp3')).artistId;

    expect(reader.albums.list({ ...ALL, artistId: ann! }, FIRST_PAGE).items.map((album) => album.title)).toEqual([
      'Duets',
      'Solo',
    ]);
    expect(reader.tracks.list({ ...ALL, artistId: ann! }, FIRST_PAGE).items.map((track) => track.title)).toEqual([
      'Guest',
      'Own',
      'Single',
    ]);
    expect(reader.artists.get(ann!)).toMatchObject({ name: 'Ann', trackCount: 3, albumCount: 2, isOnline: true });
  });

  it('joins artists and genres of several sticks into one', () => {
    const { reader, scan, show } = openLibrary();
    scan([{ path: 'a.mp3', tags: { artist: 'Ann', genres: ['Rock'] } }]);
    scan([{ path: 'a.mp3', tags: { artist: 'ANN', genres: ['rock', 'Pop'] } }], OTHER);
    show(STICK, { id: OTHER, isOnline: false });

    expect(reader.artists.list(ALL, FIRST_PAGE)).toMatchObject({
      total: 1,
      items: [{ trackCount: 2, isOnline: true }],
    });
    expect(reader.artists.letters(ALL)).toEqual([{ letter: 'A', count: 1 }]);
    expect(reader.genres.list(ALL, FIRST_PAGE).items).toMatchObject([
      { name: 'Pop', trackCount: 1, isOnline: false },
      { name: 'Rock', trackCount: 2, isOnline: true },
    ]);
    expect(reader.tracks.list({ ...ALL, genre: 'ROCK' }, FIRST_PAGE).total).toBe(2);
  });

  it('follows a retagged song to its new album', () => {
    const { reader, scan } = openLibrary();
    scan([{ path: 'a.mp3', tags: { artist: 'A', album: 'Old', genres: ['Rock'] } }]);
    scan([{ path: 'a.mp3', tags: { artist: 'A', album: 'New', genres: ['Pop'] } }]);

    expect(reader.albums.list(ALL, FIRST_PAGE).items.map((album) => album.title)).toEqual(['New']);
    expect(reader.genres.list(ALL, FIRST_PAGE).items.map((genre) => genre.name)).toEqual(['Pop']);
  });
});
