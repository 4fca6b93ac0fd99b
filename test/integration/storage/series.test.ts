import { describe, expect, it } from 'vitest';

import { volumeId } from '#contract/entities/ids';
import { SeriesNotFound } from '#storage/library/not-found';
import { folderId, seriesId } from '#kernel/derive-id';
import { ALL, FIRST_PAGE, filmId, openLibrary, STICK } from '#test/integration/storage/library-fixture';

const OTHER = volumeId.parse('other');
const PINGU = seriesId('pingu');

function film(path: string) {
  return { path, film: { title: path, durationMs: 1_500_000, width: 640, height: 360 } };
}

function setup() {
  const library = openLibrary();
  library.scan(
    [
      'Pingu/Season 1/02 Eggs.avi',
      'Wire/The.Wire.S01E01.mkv',
      'Pingu/Season 1/10.avi',
      'Heat.mkv',
      'Pingu.1x01.avi',
    ].map(film),
  );
  const ids = (slice: { readonly items: readonly { readonly path: string }[] }) => slice.items.map(({ path }) => path);
  return { ...library, ids };
}

describe('series', () => {
  it('are made of the names of films, by title, with the episodes in order', () => {
    const { reader, ids } = setup();

    expect(reader.series.list(ALL, FIRST_PAGE)).toMatchObject({
      total: 2,
      items: [
        {
          id: PINGU,
          title: 'Pingu',
          seasonCount: 1,
          episodeCount: 3,
          isOnline: true,
          next: { path: 'Pingu.1x01.avi' },
        },
        { title: 'The Wire', episodeCount: 1 },
      ],
    });
    expect(ids(reader.videos.list({ ...ALL, seriesId: PINGU }, FIRST_PAGE))).toEqual([
      'Pingu.1x01.avi',
      'Pingu/Season 1/02 Eggs.avi',
      'Pingu/Season 1/10.avi',
    ]);
    expect(reader.videos.list({ ...ALL, seriesId: PINGU }, { offset: 1, limit: 1 })).toMatchObject({
      total: 3,
      items: [{ episode: { seriesId: PINGU, series: 'Pingu', season: 1, number: 2, title: 'Eggs' } }],
    });
  });

  it('leave the films that stand alone to a list of their own', () => {
    const { reader, ids } = setup();

    expect(ids(reader.videos.list({ ...ALL, isEpisode: false }, FIRST_PAGE))).toEqual(['Heat.mkv']);
    expect(reader.videos.list({ ...ALL, isEpisode: true }, FIRST_PAGE).total).toBe(4);
    expect(reader.videos.list(ALL, FIRST_PAGE).total).toBe(5);
  });

  it('go on with the episode behind the one that was watched, and with one that was begun', () => {
    const { reader, plays } = setup();
    plays.touched.push(filmId('Pingu.1x01.avi'));
    expect(reader.series.get(PINGU, ALL).next.path).toBe('Pingu/Season 1/02 Eggs.avi');

    plays.touched.push(filmId('Pingu/Season 1/10.avi'));
    plays.points.set(filmId('Pingu/Season 1/10.avi'), 60_000);
    expect(reader.series.get(PINGU, ALL).next).toMatchObject({ path: 'Pingu/Season 1/10.avi', resumeMs: 60_000 });
    expect(reader.playables.resolve({ kind: 'series', seriesId: PINGU })).toMatchObject({ startIndex: 2 });
  });

  it('stand around each of their episodes, so that the next one follows', () => {
    const { reader } = setup();

    const { items, startIndex } = reader.playables.resolve({
      kind: 'video',
      videoId: filmId('Pingu/Season 1/02 Eggs.avi'),
    });
    expect(items.map(({ id }) => id)).toEqual(
      ['Pingu.1x01.avi', 'Pingu/Season 1/02 Eggs.avi', 'Pingu/Season 1/10.avi'].map((path) => filmId(path)),
    );
    expect(startIndex).toBe(1);
    expect(reader.playables.resolve({ kind: 'video', videoId: filmId('Heat.mkv') }).items).toHaveLength(1);
    expect(reader.playables.describe([filmId('Pingu.1x01.avi')]).get(filmId('Pingu.1x01.avi'))).toMatchObject({
      episode: { series: 'Pingu', number: 1 },
    });
  });

  it('join the sticks, and play each episode from the one that is in', () => {
    const { reader, scan, show } = setup();
    scan([film('Pingu S01E01.mp4'), film('pingu_s01e03.mp4')], OTHER);
    show({ id: STICK, isOnline: false }, OTHER);

    expect(reader.series.get(PINGU, ALL)).toMatchObject({ episodeCount: 4, isOnline: true });
    expect(reader.playables.resolve({ kind: 'series', seriesId: PINGU }).items.map(({ id }) => id)).toEqual([
      filmId('Pingu S01E01.mp4', OTHER),
      filmId('pingu_s01e03.mp4', OTHER),
    ]);
    expect(reader.series.list({ isOnlineOnly: true }, FIRST_PAGE).items).toMatchObject([{ episodeCount: 2 }]);
  });

  it('show what lies in allowed folders alone', () => {
    const { reader } = setup();
    const within = [folderId(STICK, Buffer.from('Pingu'))];

    expect(reader.series.list({ ...ALL, within }, FIRST_PAGE).items).toMatchObject([
      { title: 'Pingu', episodeCount: 2 },
    ]);
    expect(() => reader.series.get(seriesId('the wire'), { ...ALL, within })).toThrow(SeriesNotFound);
    const both = [filmId('Heat.mkv'), filmId('Pingu/Season 1/10.avi')];
    expect(reader.videos.pick(both, FIRST_PAGE, { ...ALL, within })).toMatchObject({
      total: 1,
      items: [{ id: both[1] }],
    });
    expect(reader.videos.pick(both, { offset: 1, limit: 5 }, ALL)).toMatchObject({
      total: 2,
      items: [{ id: both[1] }],
    });
  });
});

describe('folders of films', () => {
  it('are those in which some stand, by name, and show them in the order of their files', () => {
    const { reader, ids } = setup();

    const folders = reader.filmFolders.list(ALL, FIRST_PAGE);
    expect(folders).toMatchObject({
      total: 3,
      items: [
        { path: '', filmCount: 2, isOnline: true },
        { name: 'Season 1', path: 'Pingu/Season 1', filmCount: 2 },
        { name: 'Wire', path: 'Wire', filmCount: 1 },
      ],
    });
    const season = folderId(STICK, Buffer.from('Pingu/Season 1'));
    const inOrder = ['Pingu/Season 1/02 Eggs.avi', 'Pingu/Season 1/10.avi'];
    expect(ids(reader.videos.list({ ...ALL, folderId: season }, FIRST_PAGE))).toEqual(inOrder);
    expect(reader.videos.list({ ...ALL, folderId: season }, { offset: 1, limit: 1 })).toMatchObject({ total: 2 });
  });

  it('of which nothing may be shown are not there', () => {
    const { reader } = setup();

    const within = [folderId(STICK, Buffer.from('Wire'))];
    expect(reader.filmFolders.list({ ...ALL, within }, FIRST_PAGE)).toMatchObject({
      total: 1,
      items: [{ path: 'Wire' }],
    });
    const season = folderId(STICK, Buffer.from('Pingu/Season 1'));
    expect(reader.videos.list({ ...ALL, within, folderId: season }, FIRST_PAGE).total).toBe(0);
  });
});
