import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { folderId, trackId, volumeId, zoneId, type TrackId } from '#contract/entities/ids';
import type { Track } from '#contract/entities/track';
import type { ServerEvent } from '#contract/events';
import { routes } from '#contract/routes';
import { AppError } from '#kernel/app-error';
import { BrowseService } from '#library/browse/browse-service';
import { BadCursor } from '#library/browse/paging';
import type { ListFilter, ListWindow } from '#library/browse/ports';
import { memorySpokenFolders } from '#test/support/memory-spoken-folders';

class Unknown extends AppError {
  readonly code = 'track_not_found';
}

const REAR = zoneId.parse('rear');
const TRACKS = Array.from({ length: 7 }, (_, index) => track(`t${index}`));

function track(id: string): Track {
  return {
    id: trackId.parse(id),
    title: id,
    artist: null,
    album: null,
    albumArtist: null,
    genre: null,
    year: null,
    trackNumber: null,
    discNumber: null,
    durationMs: null,
    path: `${id}.mp3`,
    volumeId: volumeId.parse('v'),
    isOnline: true,
    artworkId: null,
    albumId: null,
    artistId: null,
    playCount: 0,
    resumeMs: null,
  };
}

/** `asTyped`: how many songs are found before a letter is forgiven. */
function setup({ asTyped = TRACKS.length, hasHeardMuch = false } = {}) {
  const asked: ListFilter[] = [];
  const published: ServerEvent[] = [];
  const liked = new Set<TrackId>();
  const spokenFolders = memorySpokenFolders();
  const slice = <Item>(items: readonly Item[], { offset, limit }: ListWindow) => ({
    items: items.slice(offset, offset + limit),
    total: items.length,
  });
  const list = (filter: ListFilter, window: ListWindow) => {
    asked.push(filter);
    const isTyped = filter.words !== undefined && filter.isForgiving !== true;
    return slice(isTyped ? [...TRACKS.slice(5), ...TRACKS.slice(0, 5)].slice(0, asTyped) : TRACKS, window);
  };
  const empty = { list: () => ({ items: [], total: 0 }), letters: () => [] };
  const get = (): never => {
    throw new Unknown('no such thing');
  };
  const service = new BrowseService({
    kidFolders: (id) => (id === REAR ? [folderId.parse('kids')] : undefined),
    tracks: {
      list,
      letters: () => [
        { letter: '#', count: 2 },
        { letter: 'A', count: 4 },
        { letter: 'Z', count: 1 },
      ],
      get: (id) => TRACKS.find((one) => one.id === id) ?? get(),
      pick: (ids, window, within) =>
        slice(
          TRACKS.filter((one) => ids.includes(one.id) && (within === undefined || one.id === 't0')),
          window,
        ),
    },
    albums: { ...empty, get, recent: empty.list },
    artists: { ...empty, get },
    genres: empty,
    videos: { ...empty, pick: empty.list },
    folders: {
      list: (place, window) =>
        slice(
          [
            {
              kind: 'playlist' as const,
              id: 'p' as never,
              name: place.kind,
              path: '',
              volumeId: volumeId.parse('v'),
              isOnline: true,
            },
          ],
          window,
        ),
      // One of them is called so.
      get: (id) => ({ volumeId: volumeId.parse('v'), isSpoken: spokenFolders.of(id) ?? id === 'audiobooks' }),
    },
    spokenFolders,
    playlists: { ...empty, get, tracks: get },
    favourites: {
      has: (id) => liked.has(id),
      add: (id) => void liked.add(id),
      remove: (id) => void liked.delete(id),
      list: () => [...liked],
    },
    plays: {
      // What was heard last is no song of this library, a thousand times.
      lastHeard: (most) =>
        [
          ...Array.from({ length: 1_000 * Number(hasHeardMuch) }, (_none, at) => `film-${at}`),
          ...TRACKS.map((one) => one.id).toReversed(),
        ]
          .slice(0, most)
          .map((id) => trackId.parse(id)),
    },
    events: { publish: (event) => published.push(event) },
  });
  return { service, asked, published, spokenFolders };
}

const request = (more: object = {}) => routes.listTracks.request.parse({ limit: 3, ...more });

it('finds what children have heard behind all that others have heard since', async () => {
  const { service } = setup({ hasHeardMuch: true });
  const all = routes.listRecentlyPlayed.request.parse({});

  expect((await service.listRecentlyPlayed({ ...all, zoneId: REAR })).items.map(({ id }) => id)).toEqual(['t0']);
});

describe('paging', () => {
  it('leads through the whole list by its cursors', async () => {
    const { service } = setup();
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await service.listTracks(request(typeof cursor === 'string' ? { cursor } : {}));
      expect(page.total).toBe(7);
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor;
    } while (cursor !== null);

    expect(seen).toEqual(TRACKS.map((one) => one.id));
  });

  it('jumps to an offset, and ends behind the list', async () => {
    const { service } = setup();

    expect(await service.listTracks(request({ offset: 5 }))).toMatchObject({
      items: [{ id: 't5' }, { id: 't6' }],
      nextCursor: null,
    });
    expect(await service.listTracks(request({ offset: 500 }))).toEqual({ items: [], nextCursor: null, total: 7 });
  });

  it('refuses every cursor that it did not give', () => {
    const { service } = setup();

    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 64 }), fc.constantFrom('bzA', 'bzE=', 'bzAx', 'MTI', 'bzFlOQ')),
        (cursor) => {
          fc.pre(!/^bz[A-Za-z0-9_-]+$/u.test(cursor) || ['bzA', 'bzAx', 'bzFlOQ'].includes(cursor));
          expect(() => service.listTracks(request({ cursor }))).toThrow(BadCursor);
        },
      ),
    );
  });
});

it('passes filters on, and takes empty words for none', async () => {
  const { service, asked } = setup();
  await service.listTracks(request({ q: ' ', letter: 'A', isOnline: 'true', genre: 'Rock' }));
  await service.listTracks(request({ q: 'abc', isOnline: 'false' }));

  expect(asked[0]).toMatchObject({ words: undefined, letter: 'A', isOnlineOnly: true, genre: 'Rock' });
  expect(asked[1]).toMatchObject({ words: 'abc', isOnlineOnly: false });
});

it('forgives a wrong letter where little is found as typed, and puts that first', async () => {
  const { service, asked } = setup({ asTyped: 1 });
  const { tracks } = await service.search({ q: 'mistyped', limit: 4 });

  expect(asked.map(({ isForgiving = false }) => isForgiving)).toEqual([false, true]);
  expect(tracks.map(({ id }) => id)).toEqual(['t5', 't0', 't1', 't2']);
});

it('forgives nothing where enough is found', async () => {
  const { service, asked } = setup();
  await service.search({ q: 'typed', limit: 2 });
  await service.search({ q: 'typed', limit: 50 });

  expect(asked.some(({ isForgiving }) => isForgiving)).toBe(false);
});

it('tells where each letter starts', async () => {
  const { service } = setup();

  expect(await service.listLetters({ of: 'tracks', limit: 200 })).toEqual({
    items: [
      { letter: '#', offset: 0, count: 2 },
      { letter: 'A', offset: 2, count: 4 },
      { letter: 'Z', offset: 6, count: 1 },
    ],
    nextCursor: null,
    total: 3,
  });
  expect(await service.listLetters({ of: 'tracks', limit: 1, offset: 1 })).toMatchObject({
    items: [{ letter: 'A' }],
    total: 3,
  });
});

it('stands at the sticks, at a path or in a folder', async () => {
  const { service } = setup();
  const place = async (more: object) =>
    (await service.listFolders(routes.listFolders.request.parse(more))).items[0]?.name;

  expect(await place({})).toBe('volumes');
  expect(await place({ volumeId: 'v' })).toBe('path');
  expect(await place({ folderId: 'd' })).toBe('folder');
  await expect(place({ path: '../..' })).rejects.toMatchObject({ code: 'bad_request' });
});

it('keeps of a folder only what its name does not say, and tells the screens', async () => {
  const { service, published, spokenFolders } = setup();
  const [called, other] = [folderId.parse('audiobooks'), folderId.parse('road')];

  expect(await service.setFolderSpoken({ id: other, isSpoken: true })).toEqual({ isSpoken: true });
  expect(spokenFolders.of(other)).toBe(true);
  await service.setFolderSpoken({ id: other, isSpoken: false });
  expect(spokenFolders.of(other)).toBeUndefined();
  await service.setFolderSpoken({ id: called, isSpoken: false });
  expect(spokenFolders.of(called)).toBe(false);
  await service.setFolderSpoken({ id: called, isSpoken: true });
  expect(spokenFolders.of(called)).toBeUndefined();
  expect(published).toHaveLength(4);
  expect(published[0]).toEqual({ type: 'library.changed', volumeId: 'v' });
});

describe('favourites', () => {
  it('tells of a change once', async () => {
    const { service, published } = setup();
    const id = trackId.parse('t1');

    expect(await service.addFavourite({ id })).toEqual({ isFavourite: true });
    await service.addFavourite({ id });
    expect(published).toEqual([{ type: 'favourites.changed' }]);
    expect((await service.listFavourites(request())).items).toMatchObject([{ id }]);
    expect(await service.removeFavourite({ id })).toEqual({ isFavourite: false });
    await service.removeFavourite({ id });
    expect(published).toHaveLength(2);
  });

  it('takes no song that nobody knows', async () => {
    const { service, published } = setup();

    await expect(service.addFavourite({ id: trackId.parse('x') })).rejects.toThrow(Unknown);
    expect(published).toEqual([]);
  });
});
