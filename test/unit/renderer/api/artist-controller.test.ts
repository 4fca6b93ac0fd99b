import { expect, it, vi } from 'vitest';

import { ApiError } from '#contract/client';
import { artistId } from '#contract/entities/ids';
import type { ServerEvent } from '#contract/events';
import { ArtistController } from '#renderer/shared/api/artist-controller.svelte.ts';
import type { FeedListener } from '#renderer/shared/api/event-feed.svelte.ts';
import type { Session } from '#renderer/shared/api/session.ts';
import { album, artist, volume } from '#test/contract/support/samples';

const ID = artistId.parse('artist-1');

/** A service whose one artist can get another name, more albums, or go. */
function setup({ mostAlbums = 0 } = {}) {
  const service = { name: 'Kate', albums: 1, isThere: true };
  let listener: FeedListener = {};
  const client = {
    call: (name: string) => {
      if (name === 'listAlbums') {
        return Promise.resolve({ items: Array<typeof album>(service.albums).fill(album), nextCursor: null, total: 1 });
      }
      if (!service.isThere) return Promise.reject(new ApiError('artist_not_found', 'gone'));
      return Promise.resolve({ ...artist, name: service.name });
    },
  };
  const feed = {
    subscribe: (one: FeedListener) => {
      listener = one;
      return () => undefined;
    },
  };
  const controller = new ArtistController({ client, feed } as unknown as Session, ID, mostAlbums);
  const stop = controller.connect();
  return { controller, service, stop, tell: (event: ServerEvent) => listener.onEvent?.(event) };
}

it('shows what a scan has made of an artist while the page is open', async () => {
  const { controller, service, tell, stop } = setup({ mostAlbums: 50 });
  await vi.waitFor(() => {
    expect([controller.artist?.name, controller.albums.length]).toEqual(['Kate', 1]);
  });

  service.name = 'Kate Bush';
  service.albums = 3;
  tell({ type: 'library.changed', volumeId: volume.id });
  await vi.waitFor(() => {
    expect([controller.artist?.name, controller.albums.length]).toEqual(['Kate Bush', 3]);
  });
  stop();
});

it('does not show an artist that a scan has renamed away, and says so; and again once it is back', async () => {
  const { controller, service, tell, stop } = setup({ mostAlbums: 50 });
  await vi.waitFor(() => {
    expect(controller.artist).toBeDefined();
  });

  service.isThere = false;
  tell({ type: 'library.changed', volumeId: volume.id });
  await vi.waitFor(() => {
    expect([controller.artist, controller.albums.length]).toEqual([undefined, 0]);
  });
  expect(controller.error).toMatchObject({ code: 'artist_not_found' });

  service.isThere = true;
  tell({ type: 'library.changed', volumeId: volume.id });
  await vi.waitFor(() => {
    expect([controller.artist?.name, controller.error]).toEqual(['Kate', undefined]);
  });
  stop();
});
