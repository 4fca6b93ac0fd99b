import { join } from 'node:path';

import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';

import { albumId, folderId, playlistId, trackId, videoId, volumeId } from '#contract/entities/ids';
import type { PlaySource } from '#contract/requests';
import { folderId as deriveFolderId } from '#kernel/derive-id';
import { filmId, openLibrary, songId, STICK } from '#test/integration/storage/library-fixture';

const STICK_FILES = [
  { path: 'loose 10.mp3', tags: { title: 'Loose 10' } },
  { path: 'loose 2.mp3', tags: { title: 'Loose 2' } },
  { path: 'Rock/B/01.mp3', tags: { title: 'B1', artist: 'X', album: 'B', trackNumber: 1, genres: ['Rock'] } },
  { path: 'Rock/A/02.mp3', tags: { title: 'A2', artist: 'X', album: 'A', trackNumber: 2, genres: ['Rock'] } },
  { path: 'Rock/A/01.mp3', tags: { title: 'A1', artist: 'X', album: 'A', trackNumber: 1, genres: ['Rock'] } },
  { path: 'Rock Ballads/01.mp3', tags: { title: 'Ballad' } },
  { path: 'Films/one.mkv', film: { title: 'One' } },
  { path: 'mix.m3u', entries: ['Rock/A/02.mp3', 'nowhere.mp3', 'ROCK/b/01.MP3', 'Rock/A/02.mp3'] },
];

function setup() {
  const library = openLibrary();
  library.scan(STICK_FILES);
  const { playables } = library.reader;
  const play = (source: PlaySource) => {
    const { items, startIndex } = playables.resolve(source);
    const described = playables.describe(items.map((item) => item.id));
    return { titles: items.map((item) => described.get(item.id)?.title), startIndex };
  };
  const path = (shown: string): PlaySource => ({ kind: 'path', volumeId: STICK, path: shown });
  return { ...library, playables, play, path };
}

describe('what is played', () => {
  it('plays a whole stick folder by folder, numbers in their order', () => {
    const { play, path } = setup();

    expect(play(path(''))).toEqual({ titles: ['Loose 2', 'Loose 10', 'A1', 'A2', 'B1', 'Ballad'], startIndex: 0 });
  });

  it('plays a folder with what is below it, and not its neighbour of a longer name', () => {
    const { play, path } = setup();

    expect(play(path('Rock')).titles).toEqual(['A1', 'A2', 'B1']);
    expect(play({ kind: 'folder', folderId: deriveFolderId(STICK, Buffer.from('Rock')) }).titles).toEqual([
      'A1',
      'A2',
      'B1',
    ]);
  });

  it('plays the folder of a file from that file on, without the folders beside it', () => {
    const { play, path } = setup();

    expect(play(path('loose 10.mp3'))).toEqual({ titles: ['Loose 2', 'Loose 10'], startIndex: 1 });
  });

  it('plays films alone, and the films of a folder without songs', () => {
    const { play, path } = setup();

    expect(play(path('Films/one.mkv')).titles).toEqual(['One']);
    expect(play(path('Films')).titles).toEqual(['One']);
    expect(play({ kind: 'video', videoId: filmId('Films/one.mkv') }).titles).toEqual(['One']);
  });

  it('plays the album around a song, and the folder around one without an album', () => {
    const { play } = setup();

    expect(play({ kind: 'track', trackId: songId('Rock/A/02.mp3') })).toEqual({ titles: ['A1', 'A2'], startIndex: 1 });
    expect(play({ kind: 'track', trackId: songId('loose 10.mp3') })).toEqual({
      titles: ['Loose 2', 'Loose 10'],
      startIndex: 1,
    });
  });

  it('plays artists and genres album by album', () => {
    const { play, reader } = setup();
    const artist = reader.tracks.get(songId('Rock/A/01.mp3')).artistId;

    expect(play({ kind: 'artist', artistId: artist! }).titles).toEqual(['A1', 'A2', 'B1']);
    expect(play({ kind: 'genre', genre: 'rock' }).titles).toEqual(['A1', 'A2', 'B1']);
  });

  it('plays playlists in their order, with names as Windows takes them, and the favourites newest first', () => {
    const { play, path, favourites } = setup();
    favourites.add(songId('loose 2.mp3'));
    favourites.add(songId('Rock/B/01.mp3'));

    expect(play(path('mix.m3u')).titles).toEqual(['A2', 'B1', 'A2']);
    expect(play({ kind: 'playlist', playlistId: playlistId.parse('favourites') }).titles).toEqual(['B1', 'Loose 2']);
  });

  it('finds a file by its shown path where the real one cannot be shown', () => {
    const { walk, play, path } = setup();
    const folder = Buffer.from([0x64, 0xfe]);
    walk([{ path: Buffer.concat([folder, Buffer.from('/x.mp3')]) }]);

    expect(play(path('d\ufffd/x.mp3')).titles).toEqual(['x']);
    expect(play(path('d\ufffd')).titles).toEqual(['x']);
  });

  it.each<[string, PlaySource]>([
    ['track_not_found', { kind: 'track', trackId: trackId.parse('x') }],
    ['video_not_found', { kind: 'video', videoId: videoId.parse('x') }],
    ['album_not_found', { kind: 'album', albumId: albumId.parse('x') }],
    ['folder_not_found', { kind: 'folder', folderId: folderId.parse('x') }],
    ['folder_not_found', { kind: 'path', volumeId: STICK, path: 'no such' }],
    ['volume_not_found', { kind: 'path', volumeId: volumeId.parse('none'), path: '' }],
    ['playlist_not_found', { kind: 'playlist', playlistId: playlistId.parse('x') }],
    ['nothing_to_play', { kind: 'playlist', playlistId: playlistId.parse('favourites') }],
    ['nothing_to_play', { kind: 'genre', genre: 'Polka' }],
  ])('says %s', (code, source) => {
    const { playables } = setup();

    expect(() => playables.resolve(source)).toThrow(expect.objectContaining({ code }));
  });
});

describe('what is spoken', () => {
  const FILES = [
    { path: 'Rock/song.mp3', tags: { title: 'Song', genres: ['Rock', 'Pop'], durationMs: 180_000 } },
    { path: 'Rock/talk.mp3', tags: { title: 'Talk', genres: ['Rock', 'Podcast'], durationMs: 180_000 } },
    { path: 'Rock/concert.mp3', tags: { title: 'Concert', genres: ['Rock'], durationMs: 1_200_000 } },
    { path: 'Hörbücher/Ford/01.mp3', tags: { title: 'Ford 1', durationMs: 180_000 } },
    { path: 'Hörbücher/film.mkv', film: { title: 'Film' } },
  ];

  it('is told by each genre, the length, and the folders around', () => {
    const { scan, reader } = openLibrary();
    scan(FILES);
    const ids = [...FILES.slice(0, 4).map(({ path }) => songId(path)), filmId('Hörbücher/film.mkv')];
    const known = reader.playables.describe(ids);

    expect(ids.map((id) => known.get(id)?.isSpoken)).toEqual([false, true, true, true, false]);
  });

  it('is told by the nearest folder that somebody said something of', () => {
    const { scan, reader, spokenFolders } = openLibrary();
    scan(FILES);
    const isSpoken = (path: string) => reader.playables.describe([songId(path)]).get(songId(path))?.isSpoken;
    spokenFolders.keep(deriveFolderId(STICK, Buffer.alloc(0)), true);
    expect(isSpoken('Rock/song.mp3')).toBe(true);

    spokenFolders.keep(deriveFolderId(STICK, Buffer.from('Rock')), false);
    expect(isSpoken('Rock/song.mp3')).toBe(false);
    expect(isSpoken('Rock/talk.mp3')).toBe(true);

    spokenFolders.keep(deriveFolderId(STICK, Buffer.from('Hörbücher')), false);
    expect(isSpoken('Hörbücher/Ford/01.mp3')).toBe(false);
  });
});

describe('a stick that is out', () => {
  it('still tells what its items are called, but locates nothing and plays nothing', () => {
    const { playables, show } = setup();
    const id = songId('Rock/A/01.mp3');
    expect(playables.locate(id)?.toString()).toBe('/media/stick/Rock/A/01.mp3');

    show({ id: STICK, isOnline: false });
    expect(playables.locate(id)).toBeUndefined();
    expect(playables.isOnline(STICK)).toBe(false);
    expect(playables.describe([id]).get(id)).toMatchObject({ title: 'A1', kind: 'track', path: 'Rock/A/01.mp3' });
    expect(() => playables.resolve({ kind: 'track', trackId: id })).toThrow(
      expect.objectContaining({ code: 'volume_offline' }),
    );
  });

  it('is passed over where other sticks have songs of the same source', () => {
    const { playables, scan, show } = setup();
    const other = volumeId.parse('other');
    scan([{ path: 'r.mp3', tags: { title: 'R', genres: ['Rock'] } }], other);
    show({ id: STICK, isOnline: false }, other);

    expect(playables.resolve({ kind: 'genre', genre: 'Rock' }).items.map((item) => item.volumeId)).toEqual([other]);
  });
});

it('knows the folder of an item', () => {
  const { playables } = setup();

  expect(playables.folderOf(songId('Rock/A/01.mp3'))).toBe(playables.folderOf(songId('Rock/A/02.mp3')));
  expect(playables.folderOf(songId('Rock/A/01.mp3'))).not.toBe(playables.folderOf(songId('Rock/B/01.mp3')));
});

describe('an index that cannot be read any more', () => {
  it('still says where the songs of the queue are, what they are called, and which sticks are there', () => {
    const { playables, reader, folder, path, show } = setup();
    const { items } = playables.resolve(path('Rock'));
    const ids = items.map((item) => item.id);
    const before = { places: ids.map((id) => playables.locate(id)), items: playables.describe(ids) };
    expect(reader.volumes.known()).toHaveLength(1);
    const unheard = playables.resolve(path('Rock Ballads')).items.map((item) => item.id);
    breakIndex(folder);

    expect(() => reader.tracks.list({ isOnlineOnly: false }, { offset: 0, limit: 1 })).toThrow();
    expect(ids.map((id) => playables.locate(id))).toEqual(before.places);
    expect(unheard.map((id) => playables.locate(id)?.toString())).toEqual(['/media/stick/Rock Ballads/01.mp3']);
    expect(playables.describe(ids)).toEqual(before.items);
    expect(playables.locate(songId('loose 2.mp3'))).toBeUndefined();
    expect(reader.volumes.known()).toMatchObject([{ id: STICK }]);

    show({ id: STICK, isOnline: false });
    expect(ids.map((id) => playables.locate(id))).toEqual(ids.map(() => undefined));
  });
});

function breakIndex(folder: string): void {
  const db = new Database(join(folder, 'library.db'));
  db.pragma('foreign_keys = OFF');
  for (const table of ['file', 'track', 'volume']) db.exec(`ALTER TABLE ${table} RENAME TO broken_${table}`);
  db.close();
}
