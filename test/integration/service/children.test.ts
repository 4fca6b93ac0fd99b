import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ApiClient, ApiError } from '#contract/client';
import type { FolderItem } from '#contract/entities/folder';
import { zoneId, type FolderId } from '#contract/entities/ids';
import { firstOf } from '#test/support/first-of';
import { startService, type RunningService } from '#test/support/service';
import { makeStick, type StickTruth } from '#test/support/stick';
import { makeTempFolder, type TempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const FRONT = zoneId.parse('front');
const REAR = zoneId.parse('rear');
const MOST = { limit: 200 };

describe('a child’s phone while the rear is for children', () => {
  let scratch: TempFolder;
  let service: RunningService;
  let stick: StickTruth;
  let child: ApiClient;
  let kidsAlbum: string;
  let token: string;

  beforeAll(async () => {
    scratch = await makeTempFolder();
    const folder = join(scratch.path, 'stick');
    stick = await makeStick(folder, {
      tracks: 8,
      albums: 4,
      videos: 2,
      episodes: 2,
      hasArtwork: true,
      hasPlaylist: true,
    });
    kidsAlbum = dirname(firstOf(stick.tracks).path);
    service = await startService({ media: [folder], hasPhones: true });
    const { client } = service;
    await until(async () => (await client.call('listVolumes', {})).some(({ lastScan }) => lastScan !== null), {
      limitMs: 60_000,
    });
    const { code } = await client.call('openPairing', {});
    ({ token } = await new ApiClient({ baseUrl: service.phoneUrl }).call('pair', { code, name: 'Child' }));
    child = new ApiClient({ baseUrl: service.phoneUrl, token });
    for (const { id } of (await client.call('listTracks', MOST)).items) await client.call('addFavourite', { id });
    const folderIds = [await folderAt(kidsAlbum), await folderAt('Lantern')];
    await client.call('setKidLimits', { id: REAR, pin: '4711', folderIds });
  }, 120_000);

  afterAll(async () => {
    await service.stop();
    await scratch[Symbol.asyncDispose]();
  });

  async function folderAt(path: string): Promise<FolderId> {
    const { id: volumeId } = firstOf(await service.client.call('listVolumes', {}));
    const parent = dirname(path) === '.' ? '' : dirname(path);
    const { items } = await service.client.call('listFolders', { ...MOST, volumeId, path: parent });
    const folder = items.find(
      (one): one is Extract<FolderItem, { kind: 'folder' }> => one.kind === 'folder' && one.path === path,
    );
    if (!folder) throw new Error(`No folder ${path}`);
    return folder.id;
  }

  const isTheirs = ({ path }: { readonly path: string }) =>
    path.startsWith(`${kidsAlbum}/`) || path.startsWith('Lantern/');

  /** The code of the refusal, or `shown`. */
  async function answerTo(call: () => Promise<unknown>): Promise<string> {
    try {
      await call();
      return 'shown';
    } catch (error) {
      if (error instanceof ApiError) return error.code;
      throw error;
    }
  }

  it('lists songs and films of their folders alone, by every list, whatever zone it names', async () => {
    for (const zone of [{}, { zoneId: FRONT }]) {
      const asked = { ...MOST, ...zone };
      const { id: playlistId } = firstOf((await child.call('listPlaylists', asked)).items);
      const lists = await Promise.all([
        child.call('listTracks', asked),
        child.call('listVideos', asked),
        child.call('listFavourites', asked),
        child.call('listPlaylistTracks', { ...asked, id: playlistId }),
      ]);
      const found = await child.call('search', { q: 'a', ...MOST, ...zone });
      const items = [...lists.flatMap((list) => [...list.items]), ...found.tracks, ...found.videos];
      expect(items.filter((item) => !isTheirs(item))).toEqual([]);
      expect(lists.map(({ total }) => total)).toEqual([2, 2, 2, 2]);
      expect((await child.call('listAlbums', asked)).total).toBe(1);
      expect((await child.call('listArtists', asked)).total).toBe(1);
    }
  });

  it('finds by its id what is theirs and nothing else, pictures too', async () => {
    const { client } = service;
    const songs = (await client.call('listTracks', MOST)).items;
    const albums = (await client.call('listAlbums', MOST)).items;
    const theirs = songs.find(isTheirs);
    const wanted = (items: readonly { readonly id: string }[], own: string | null | undefined) =>
      items.map(({ id }) => (id === own ? 'shown' : 'hidden'));
    const hidden = (answer: string) => (answer.endsWith('_not_found') ? 'hidden' : answer);
    const seen = async (calls: readonly (() => Promise<unknown>)[]) =>
      (await Promise.all(calls.map(answerTo))).map(hidden);

    expect(songs.map((song) => (isTheirs(song) ? 'shown' : 'hidden'))).toEqual(
      await seen(
        songs.map(
          ({ id }) =>
            () =>
              child.call('getTrack', { id, zoneId: FRONT }),
        ),
      ),
    );
    expect(
      await seen(
        albums.map(
          ({ id }) =>
            () =>
              child.call('getAlbum', { id }),
        ),
      ),
    ).toEqual(wanted(albums, theirs?.albumId));
    const artists = (await client.call('listArtists', MOST)).items;
    expect(
      await seen(
        artists.map(
          ({ id }) =>
            () =>
              child.call('getArtist', { id }),
        ),
      ),
    ).toEqual(wanted(artists, theirs?.artistId));
    const other = firstOf(songs.filter((song) => !isTheirs(song)));
    expect(await answerTo(() => child.call('addFavourite', { id: other.id }))).toBe('track_not_found');
    const films = await folderAt('Films');
    expect(await answerTo(() => child.call('listFolders', { folderId: films }))).toBe('folder_not_found');

    const pictures = new Set(albums.flatMap(({ artworkId }) => artworkId ?? []));
    expect(pictures.size).toBe(albums.length);
    const statuses = await Promise.all(
      [...pictures].map((id) =>
        fetch(`${service.phoneUrl}/api/v1/artwork/${id}`, { headers: { authorization: `Bearer ${token}` } }).then(
          ({ status }) => status,
        ),
      ),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  });
});
