import { expect, it, vi } from 'vitest';

import { ApiError } from '#contract/client';
import { albumId } from '#contract/entities/ids';
import type { Track } from '#contract/entities/track';
import type { ServerEvent } from '#contract/events';
import { AlbumController } from '#renderer/shared/api/album-controller.svelte.ts';
import type { FeedListener } from '#renderer/shared/api/event-feed.svelte.ts';
import type { Session } from '#renderer/shared/api/session.ts';
import { album, track, volume } from '#test/contract/support/samples';

const ID = albumId.parse('album-1');
const PAGE = 200;

/** A service whose one album has so many songs, and can change; `slowFrom`: pages from here on do not come. */
function setup(songs: number, slowFrom = Infinity) {
  const service = { songs, title: 'Ace', isThere: true, isOnline: true };
  let listener: FeedListener = {};
  const client = {
    call: (name: string, request: { offset?: number }) => {
      if (!service.isThere) return Promise.reject(new ApiError('album_not_found', 'gone'));
      if (name === 'getAlbum') return Promise.resolve({ ...album, title: service.title });
      const offset = request.offset ?? 0;
      if (offset >= slowFrom) return new Promise(() => undefined);
      const count = Math.min(PAGE, service.songs - offset);
      const items = Array.from({ length: count }, (): Track => ({ ...track, isOnline: service.isOnline }));
      return Promise.resolve({ items, nextCursor: null, total: service.songs });
    },
  };
  const feed = {
    subscribe: (one: FeedListener) => {
      listener = one;
      return () => undefined;
    },
  };
  const controller = new AlbumController({ client, feed } as unknown as Session, ID);
  return { controller, service, tell: (event: ServerEvent) => listener.onEvent?.(event), stop: controller.connect() };
}

it('shows the first songs of an endless album before the last ones are there', async () => {
  const { controller, stop } = setup(20_000, 3 * PAGE);
  await vi.waitFor(() => {
    expect(controller.rows.total).toBe(3 * PAGE);
  });
  expect(controller.rows.at(599)).toMatchObject({ kind: 'track' });
  stop();
});

it('shows all of them in the end', async () => {
  const { controller, stop } = setup(20_000);
  await vi.waitFor(() => {
    expect([controller.rows.total, controller.album?.title]).toEqual([20_000, 'Ace']);
  });
  stop();
});

it('does not show an album that a scan has renamed away, and says so', async () => {
  const { controller, service, tell, stop } = setup(3);
  await vi.waitFor(() => {
    expect(controller.rows.total).toBe(3);
  });

  service.isThere = false;
  tell({ type: 'library.changed', volumeId: volume.id });

  await vi.waitFor(() => {
    expect([controller.album, controller.rows.total]).toEqual([undefined, undefined]);
  });
  expect(controller.error).toMatchObject({ code: 'album_not_found' });
  stop();
});

it('keeps an album whose stick is pulled, with songs that cannot be played, until it is back', async () => {
  const { controller, service, tell, stop } = setup(3);
  tell({ type: 'volumes.changed', volumes: [volume] });
  await vi.waitFor(() => {
    expect(controller.rows.total).toBe(3);
  });

  for (const isOnline of [false, true]) {
    service.isOnline = isOnline;
    tell({ type: 'volumes.changed', volumes: [{ ...volume, isOnline }] });
    await vi.waitFor(() => {
      expect(controller.rows.at(0)).toMatchObject({ kind: 'track', track: { isOnline } });
    });
  }
  expect(controller.rows.total).toBe(3);
  stop();
});
