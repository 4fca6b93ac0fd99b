import { describe, expect, it } from 'vitest';

import { albumId, playlistId, trackId, type PlaylistId, type TrackId } from '#contract/entities/ids';
import type { ServerEvent } from '#contract/events';
import { AppError } from '#kernel/app-error';
import { MOST_SONGS, OwnPlaylistService } from '#library/playlists/own-playlist-service';
import { memoryOwnPlaylists } from '#test/support/memory-own-playlists';

class Unknown extends AppError {
  readonly code = 'playlist_not_found';
}

const OF_A_STICK = playlistId.parse('f-mix');
const ALBUM = albumId.parse('album');
const [A, B, C] = ['a', 'b', 'c'].map((id) => trackId.parse(id)) as [TrackId, TrackId, TrackId];

function setup(albumSongs: readonly TrackId[] = [B, C]) {
  const store = memoryOwnPlaylists();
  const published: ServerEvent[] = [];
  let made = 0;
  const service = new OwnPlaylistService({
    store,
    playlists: {
      get: (id) => {
        const own = store.get(id);
        if (own === undefined && id !== OF_A_STICK) throw new Unknown('no such thing');
        const { name = 'Mix', trackIds = [] } = own ?? {};
        const count = { trackCount: trackIds.length, missingCount: 0 };
        return { id, name, volumeId: null, isOwn: own !== undefined, isOnline: true, ...count };
      },
    },
    songsOf: (source) => (source.kind === 'track' ? [source.trackId] : albumSongs),
    makeId: () => {
      made += 1;
      return String(made);
    },
    kidFolders: () => undefined,
    events: { publish: (event) => published.push(event) },
  });
  const songs = (id: PlaylistId) => store.get(id)?.trackIds;
  return { service, store, published, songs };
}

it('makes a playlist, fills it, puts it in order and deletes it', async () => {
  const { service, songs, published, store } = setup();
  const { id, isOwn } = await service.createPlaylist({ name: 'Road' });
  expect(isOwn).toBe(true);

  await service.addToPlaylist({ id, trackId: A });
  expect(await service.addToPlaylist({ id, albumId: ALBUM })).toMatchObject({ trackCount: 3 });
  await service.moveInPlaylist({ id, trackId: C, before: A });
  await service.removeFromPlaylist({ id, trackId: B });
  expect(songs(id)).toEqual([C, A]);
  expect(await service.renamePlaylist({ id, name: 'Night' })).toMatchObject({ name: 'Night', trackCount: 2 });

  expect(await service.deletePlaylist({ id })).toEqual({ isDeleted: true });
  expect(store.list()).toEqual([]);
  expect(published).toEqual(Array.from({ length: 7 }, () => ({ type: 'playlists.changed' })));
});

describe('what it refuses', () => {
  it('is to change what somebody else has written, or what is not there', async () => {
    const { service, published } = setup();

    await expect(service.renamePlaylist({ id: OF_A_STICK, name: 'x' })).rejects.toMatchObject({
      code: 'playlist_not_own',
    });
    await expect(service.deletePlaylist({ id: playlistId.parse('gone') })).rejects.toMatchObject({
      code: 'playlist_not_found',
    });
    expect(published).toEqual([]);
  });

  it('is more songs than a list holds, and then it keeps those of before', async () => {
    const many = Array.from({ length: MOST_SONGS }, (_none, index) => trackId.parse(`t${String(index)}`));
    const { service, songs } = setup(many);
    const { id } = await service.createPlaylist({ name: 'All' });
    await service.addToPlaylist({ id, trackId: A });

    await expect(service.addToPlaylist({ id, albumId: ALBUM })).rejects.toMatchObject({ code: 'playlist_full' });
    expect(songs(id)).toEqual([A]);
  });
});
