import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { albumId, artistId, trackId, volumeId } from '#contract/entities/ids';
import { AlbumNotFound, ArtistNotFound, TrackNotFound } from '#storage/library/not-found';
import { ALL, FIRST_PAGE, filmId, openLibrary, songId, STICK } from '#test/integration/storage/library-fixture';

const OTHER = volumeId.parse('other');

const titles = (slice: { items: readonly { title: string }[] }): string[] => slice.items.map((item) => item.title);

describe('lists of songs', () => {
  it('sorts by title without articles, accents and case, symbols first, other scripts last', () => {
    const { reader, scan } = openLibrary();
    scan(
      ['The Zoo', 'étude', 'Apple', '99 Ways', '2 Ways', 'Ωmega', '中国', 'L’amour'].map((title, index) => ({
        path: `${index}.mp3`,
        tags: { title },
      })),
    );

    expect(titles(reader.tracks.list(ALL, FIRST_PAGE))).toEqual([
      '2 Ways',
      '99 Ways',
      'L’amour',
      'Apple',
      'étude',
      'The Zoo',
      'Ωmega',
      '中国',
    ]);
  });

  it('counts letters so that each offset is the place in the list', () => {
    const { reader, scan } = openLibrary();
    scan(['Bee', 'The Ant', 'bear', '1 Ant', 'Чай'].map((title, index) => ({ path: `${index}.mp3`, tags: { title } })));

    expect(reader.tracks.letters(ALL)).toEqual([
      { letter: '#', count: 1 },
      { letter: 'A', count: 1 },
      { letter: 'B', count: 2 },
      { letter: 'Ч', count: 1 },
    ]);
    expect(titles(reader.tracks.list({ ...ALL, letter: 'B' }, FIRST_PAGE))).toEqual(['bear', 'Bee']);
  });

  it('hold what has neither title, artist nor album by its file, with nobody as its artist', () => {
    const { reader, scan } = openLibrary();
    scan([{ path: 'Mixed/track 07.mp3', tags: {} }]);

    expect(reader.tracks.list(ALL, FIRST_PAGE).items).toMatchObject([{ title: 'track 07', artist: null }]);
    expect(reader.artists.list(ALL, FIRST_PAGE).items.filter(({ name }) => name.trim() === '')).toEqual([]);
  });

  it('tell how often each was heard, and where a long one goes on', () => {
    const { reader, scan, plays } = openLibrary();
    const film = { title: 'Film', durationMs: 6_000_000, width: 640, height: 360 };
    scan([
      { path: 'a.mp3', tags: { title: 'A' } },
      { path: 'book.m4b', tags: { title: 'Book' } },
      { path: 'film.mkv', film },
    ]);
    plays.counts.set(songId('a.mp3'), 2);
    plays.points.set(songId('book.m4b'), 1_500);
    plays.points.set(filmId('film.mkv'), 3_000_000);

    expect(reader.tracks.list(ALL, FIRST_PAGE).items).toMatchObject([
      { title: 'A', playCount: 2, resumeMs: null },
      { title: 'Book', playCount: 0, resumeMs: 1_500 },
    ]);
    expect(reader.tracks.get(songId('a.mp3'))).toMatchObject({ playCount: 2, resumeMs: null });
    expect(reader.videos.list(ALL, FIRST_PAGE).items).toMatchObject([{ playCount: 0, resumeMs: 3_000_000 }]);
  });

  it('lists a song by its file name before anything of it is read', () => {
    const { reader, walk } = openLibrary();
    walk([{ path: 'Mix/03 - Some Song.mp3' }]);

    expect(reader.tracks.get(songId('Mix/03 - Some Song.mp3'))).toMatchObject({
      title: 'Some Song',
      artist: null,
      path: 'Mix/03 - Some Song.mp3',
    });
    expect(titles(reader.tracks.list({ ...ALL, words: 'some' }, FIRST_PAGE))).toEqual(['Some Song']);
  });

  it('shows names with broken bytes and control characters cleaned, and finds the file by its id', () => {
    const { reader, walk } = openLibrary();
    const path = Buffer.from([0x61, 0xff, 0x0a, 0x62, 0x2e, 0x6d, 0x70, 0x33]);
    walk([{ path }]);

    expect(reader.tracks.get(songId(path)).path).toBe('a\ufffdb.mp3');
    expect(reader.playables.locate(songId(path))).toEqual(Buffer.concat([Buffer.from('/media/stick/'), path]));
  });

  it('leaves out sticks that may not be shown, and on request those that are out', () => {
    const { reader, scan, show } = openLibrary();
    scan([{ path: 'a.mp3', tags: { title: 'Here', artist: 'X' } }]);
    scan([{ path: 'a.mp3', tags: { title: 'There', artist: 'X' } }], OTHER);

    expect(titles(reader.tracks.list(ALL, FIRST_PAGE))).toEqual(['Here']);
    show(STICK, { id: OTHER, isOnline: false });
    expect(reader.tracks.list(ALL, FIRST_PAGE).items.map((track) => [track.title, track.isOnline])).toEqual([
      ['Here', true],
      ['There', false],
    ]);
    expect(titles(reader.tracks.list({ isOnlineOnly: true }, FIRST_PAGE))).toEqual(['Here']);
    expect(titles(reader.tracks.list({ ...ALL, volumeId: OTHER }, FIRST_PAGE))).toEqual(['There']);
  });

  it('keeps songs that are gone, but lists them nowhere until they are back', () => {
    const { reader, store, scan } = openLibrary();
    scan([{ path: 'A/a.mp3', tags: { title: 'Song', artist: 'X', album: 'Y', genres: ['Z'] } }]);
    const id = songId('A/a.mp3');

    store.setPresent(STICK, [id], false);
    store.reconcile(STICK);
    expect(() => reader.tracks.get(id)).toThrow(TrackNotFound);
    expect(reader.tracks.list({ ...ALL, words: 'song' }, FIRST_PAGE)).toEqual({ items: [], total: 0 });
    expect(reader.albums.list(ALL, FIRST_PAGE).total).toBe(0);
    expect(reader.artists.list(ALL, FIRST_PAGE).total).toBe(0);
    expect(reader.genres.list(ALL, FIRST_PAGE).total).toBe(0);
    expect(reader.folders.list({ kind: 'path', volumeId: STICK, path: '' }, FIRST_PAGE).total).toBe(0);

    store.setPresent(STICK, [id], true);
    store.reconcile(STICK);
    expect(reader.tracks.get(id)).toMatchObject({ title: 'Song', artist: 'X', album: 'Y', genre: 'Z' });
    expect(reader.albums.list(ALL, FIRST_PAGE).total).toBe(1);
  });

  it('pages without gaps or repeats', () => {
    const { reader, scan } = openLibrary();
    scan(Array.from({ length: 25 }, (_, index) => ({ path: `${index}.mp3`, tags: { title: 'Same' } })));

    const pages = [0, 10, 20].map((offset) => reader.tracks.list(ALL, { offset, limit: 10 }));
    expect(pages.map((page) => page.total)).toEqual([25, 25, 25]);
    expect(new Set(pages.flatMap((page) => page.items.map((item) => item.id))).size).toBe(25);
  });

  it('answers with typed errors for ids that nobody knows', () => {
    const { reader } = openLibrary();

    expect(() => reader.tracks.get(trackId.parse('x'))).toThrow(TrackNotFound);
    expect(() => reader.albums.get(albumId.parse('x'))).toThrow(AlbumNotFound);
    expect(() => reader.artists.get(artistId.parse('x'))).toThrow(ArtistNotFound);
  });
});

describe('a long list', () => {
  const MANY = 2_400;
  const songs = (from = 0) =>
    Array.from({ length: MANY }, (_none, index) => ({
      path: `${String(index)}.mp3`,
      // Several songs of one title stand on both sides of every place that is known.
      tags: { title: `Song ${String(Math.floor(((index * 7) % MANY) / 3) + from)}` },
    }));

  it('gives the same pages from far down as from its beginning, however often it is asked', () => {
    const { reader, scan } = openLibrary();
    scan(songs());
    const page = (offset: number) => reader.tracks.list(ALL, { offset, limit: 100 }).items.map(({ id }) => id);
    const all = reader.tracks.list(ALL, { offset: 0, limit: MANY }).items.map(({ id }) => id);

    for (const offset of [950, 1_000, 1_001, 1_999, 2_000, 2_350, 2_400, 1_000, 2_000]) {
      expect(page(offset)).toEqual(all.slice(offset, offset + 100));
    }
  });

  it('is counted anew when it has changed, or when less of it may be shown', () => {
    const { reader, scan, show } = openLibrary();
    const seen = () => {
      const { items, total } = reader.tracks.list(ALL, { offset: 2_000, limit: 1 });
      return [items[0]?.title, total, reader.tracks.letters(ALL)[0]?.count];
    };
    scan(songs());
    const before = [seen(), seen(), seen()];
    expect(before[2]).toEqual(before[0]);
    expect(before[0]).toEqual(['Song 666', MANY, MANY]);

    scan(songs(100_000));
    expect([seen(), seen(), seen()]).toEqual(Array(3).fill(['Song 100666', MANY, MANY]));
    show();
    expect(seen()).toEqual([undefined, 0, undefined]);
  });
});

describe('search', () => {
  const SONGS = [
    { path: 'a.mp3', tags: { title: 'Hyperballad', artist: 'Björk', album: 'Post' } },
    { path: 'b.mp3', tags: { title: 'Don’t Stop', artist: 'Straße', album: 'Über Alles' } },
  ];

  it.each(['bjork', 'BJÖR', 'hyp bj', 'post hyper'])('finds a song by %s', (words) => {
    const { reader, scan } = openLibrary();
    scan(SONGS);

    expect(titles(reader.tracks.list({ ...ALL, words }, FIRST_PAGE))).toEqual(['Hyperballad']);
  });

  it.each(['strasse', 'dont', "don't st", 'uber'])('finds a song by %s', (words) => {
    const { reader, scan } = openLibrary();
    scan(SONGS);

    expect(titles(reader.tracks.list({ ...ALL, words }, FIRST_PAGE))).toEqual(['Don’t Stop']);
  });

  it.each(['hyprballad', 'hyperbalad', 'hyperballda', 'yhperballad', 'bjurk', 'björt hyper'])(
    'forgives the wrong letter in %s, where that is asked',
    (words) => {
      const { reader, scan } = openLibrary();
      scan(SONGS);

      expect(titles(reader.tracks.list({ ...ALL, words }, FIRST_PAGE))).toEqual([]);
      expect(titles(reader.tracks.list({ ...ALL, words, isForgiving: true }, FIRST_PAGE))).toEqual(['Hyperballad']);
    },
  );

  it('forgives no second wrong letter, and none in a short word', () => {
    const { reader, scan } = openLibrary();
    scan([...SONGS, { path: 'c.mp3', tags: { title: 'Ace', artist: 'Abba' } }]);

    for (const words of ['hxprballad', 'acx']) {
      expect(titles(reader.tracks.list({ ...ALL, words, isForgiving: true }, FIRST_PAGE))).toEqual([]);
    }
  });

  it('knows at once what words a later scan brought', () => {
    const { reader, scan } = openLibrary();
    const find = () => titles(reader.tracks.list({ ...ALL, words: 'metalica', isForgiving: true }, FIRST_PAGE));
    scan(SONGS);
    expect(find()).toEqual([]);
    scan([...SONGS, { path: 'm.mp3', tags: { title: 'One', artist: 'Metallica' } }]);
    expect(find()).toEqual(['One']);
  });

  it('puts what begins with the words first', () => {
    const { reader, scan } = openLibrary();
    scan([
      { path: 'a.mp3', tags: { title: 'A Big Love', artist: 'Queen' } },
      { path: 'b.mp3', tags: { title: 'Love Zone', artist: 'Queens' } },
      { path: 'c.mp3', tags: { title: 'Zoo', artist: 'Dancing Queen' } },
    ]);

    expect(titles(reader.tracks.list({ ...ALL, words: 'love', isBestFirst: true }, FIRST_PAGE))).toEqual([
      'Love Zone',
      'A Big Love',
    ]);
    expect(
      reader.artists.list({ ...ALL, words: 'queen', isBestFirst: true }, FIRST_PAGE).items.map((item) => item.name),
    ).toEqual(['Queen', 'Queens', 'Dancing Queen']);
  });

  it('finds by new tags once a file was read again, and no longer by the old ones', () => {
    const { reader, scan } = openLibrary();
    scan([{ path: 'a.mp3', tags: { title: 'Before' } }]);
    scan([{ path: 'a.mp3', tags: { title: 'After' } }]);

    expect(reader.tracks.list({ ...ALL, words: 'before' }, FIRST_PAGE).total).toBe(0);
    expect(reader.tracks.list({ ...ALL, words: 'after' }, FIRST_PAGE).total).toBe(1);
  });

  it('takes any words without an error', () => {
    const { reader, scan } = openLibrary();
    scan(SONGS);

    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^["*()^:\-+ANDORNOT{}a ]{0,20}$/u)),
        fc.boolean(),
        (words, isBestFirst) => {
          const filter = { ...ALL, words, isBestFirst };
          reader.tracks.list(filter, FIRST_PAGE);
          reader.albums.list(filter, FIRST_PAGE);
          reader.artists.list(filter, FIRST_PAGE);
          reader.genres.list(filter, FIRST_PAGE);
          reader.videos.list(filter, FIRST_PAGE);
          reader.playlists.list(filter, FIRST_PAGE);
        },
      ),
      { numRuns: 300 },
    );
  });
});
