import { expect, it, vi } from 'vitest';

import { ApiError, type ApiClient } from '#contract/client';
import type { ServerEvent, Snapshot } from '#contract/events';
import { zone as zoneSchema, type Zone } from '#contract/entities/zone';
import type { Feed, FeedListener } from '#renderer/shared/api/event-feed.svelte.ts';
import { ServiceClock } from '#renderer/shared/api/service-clock.ts';
import { ZonesController } from '#renderer/shared/api/zones-controller.svelte.ts';

function aZone(change: Partial<Zone> = {}): Zone {
  return zoneSchema.parse({
    ...{
      id: 'front',
      name: 'Front',
      hasVideo: false,
      isFilmAllowed: false,
      isForKids: false,
      maxVolumePercent: 100,
      isOnline: true,
      problem: null,
      status: 'playing',
      waitsFor: null,
      item: null,
    },
    ...{ isFavourite: false, positionMs: 0, atUptimeMs: 100, speed: 1, durationMs: 60_000, volumePercent: 50 },
    ...{ isMuted: false, shuffle: false, repeat: 'off', queueLength: 3, queueIndex: 0, audioTracks: [] },
    ...{ subtitleTracks: [], chapters: [], sleep: null },
    ...change,
  });
}

class FakeFeed implements Feed {
  #listener: FeedListener = {};

  subscribe(listener: FeedListener): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = {};
    };
  }

  snapshot(zones: Zone[]): void {
    this.#listener.onSnapshot?.({ zones } as unknown as Snapshot);
  }

  event(event: ServerEvent): void {
    this.#listener.onEvent?.(event);
  }
}

function setup() {
  const calls: { name: string; request: unknown; answer: (zone: Zone) => void; fail: (error: Error) => void }[] = [];
  const client = {
    call(name: string, request: unknown) {
      const { promise, resolve, reject } = Promise.withResolvers<Zone>();
      calls.push({ name, request, answer: resolve, fail: reject });
      return promise;
    },
  } as unknown as ApiClient;
  const feed = new FakeFeed();
  const clock = new ServiceClock(() => 0);
  clock.reset(1_100);
  const fail = vi.fn();
  const zones = new ZonesController({ client, feed, clock, fail });
  const disconnect = zones.connect();
  feed.snapshot([aZone(), aZone({ id: aZone().id === 'front' ? zoneSchema.shape.id.parse('rear') : aZone().id })]);
  return { zones, feed, calls, fail, disconnect, front: aZone().id };
}

it('shows a pause at once, at the position that was heard', () => {
  const { zones, front, calls } = setup();
  void zones.commands.toggle(front);

  expect(zones.current).toMatchObject({ status: 'paused', positionMs: 1_000 });
  expect(calls.map((call) => call.name)).toEqual(['pause']);
});

it('goes back to the truth, in words, when the service refuses', async () => {
  const { zones, front, calls, fail } = setup();
  const done = zones.commands.setShuffle(front, true);
  expect(zones.current?.shuffle).toBe(true);
  calls[0]?.fail(new ApiError('zone_offline', 'no'));

  await expect(done).resolves.toBe(false);
  expect(zones.current?.shuffle).toBe(false);
  expect(fail).toHaveBeenCalledOnce();
});

it('shows what the service answered', async () => {
  const { zones, front, calls } = setup();
  const done = zones.commands.setRepeat(front, 'all');
  calls[0]?.answer(aZone({ repeat: 'all', atUptimeMs: 900 }));
  await done;

  expect(zones.current).toMatchObject({ repeat: 'all', atUptimeMs: 900 });
});

it('believes an event that overtook the answer', async () => {
  const { zones, feed, front, calls } = setup();
  const done = zones.commands.next(front);
  feed.event({ type: 'zone.changed', zone: aZone({ queueIndex: 2, atUptimeMs: 2_000 }) });
  calls[0]?.answer(aZone({ queueIndex: 1, atUptimeMs: 1_500 }));
  await done;

  expect(zones.current?.queueIndex).toBe(2);
});

it('shows a dragged volume while others still tell the old one', () => {
  const { zones, feed, front } = setup();
  void zones.commands.setVolume(front, 71.6);
  feed.event({ type: 'zone.changed', zone: aZone({ volumePercent: 50, atUptimeMs: 1_200 }) });

  expect(zones.current?.volumePercent).toBe(72);
});

it('sends one volume at a time and ends on the last', async () => {
  const { zones, front, calls } = setup();
  const drags = [10, 20, 30].map((percent) => zones.commands.setVolume(front, percent));
  calls[0]?.answer(aZone({ volumePercent: 10, atUptimeMs: 1_200 }));
  await vi.waitFor(() => {
    expect(calls).toHaveLength(2);
  });
  calls[1]?.answer(aZone({ volumePercent: 30, atUptimeMs: 1_300 }));
  await Promise.all(drags);

  expect(calls.map((call) => call.request)).toEqual([
    { id: 'front', percent: 10 },
    { id: 'front', percent: 30 },
  ]);
  expect(zones.current?.volumePercent).toBe(30);
});

it('unmutes for a hand on the volume', () => {
  const { zones, feed, front, calls } = setup();
  feed.event({ type: 'zone.changed', zone: aZone({ isMuted: true }) });
  void zones.commands.setVolume(front, 40);

  expect(calls.map((call) => call.name)).toContain('setMute');
  expect(zones.current).toMatchObject({ isMuted: false, volumePercent: 40 });
});

it('hears nothing more once it is disconnected', () => {
  const { zones, feed, disconnect } = setup();
  disconnect();
  feed.event({ type: 'zone.changed', zone: aZone({ volumePercent: 99 }) });

  expect(zones.current?.volumePercent).toBe(50);
});

it('stops waiting for a stick by the key that plays', () => {
  const { zones, feed, front, calls } = setup();
  feed.snapshot([aZone({ status: 'waiting' })]);

  void zones.commands.toggle(front);

  expect([calls.at(-1)?.name, zones.byId(front)?.status]).toEqual(['pause', 'paused']);
});

it('ends on the value that the service took last, on both of two screens that drag the same volume', async () => {
  const screens = [setup(), setup()];
  let atUptimeMs = 1_200;
  let isOneLeft = true;
  for (const percent of [80, 70, 60]) void screens[0]?.zones.commands.setVolume(aZone().id, percent);
  for (const percent of [20, 25, 30]) void screens[1]?.zones.commands.setVolume(aZone().id, percent);
  const taken: number[] = [];
  // The service takes what comes, of each screen in turn, answers, and tells both.
  while (isOneLeft) {
    isOneLeft = false;
    for (const { calls } of screens) {
      const call = calls.shift();
      if (!call) continue;
      isOneLeft = true;
      const { percent } = call.request as { percent: number };
      taken.push(percent);
      const zone = aZone({ volumePercent: percent, atUptimeMs: (atUptimeMs += 10) });
      for (const { feed } of screens) feed.event({ type: 'zone.changed', zone });
      call.answer(zone);
      await new Promise((done) => setTimeout(done, 0));
    }
  }

  expect(taken).toEqual([80, 20, 60, 30]);
  expect(screens.map(({ zones }) => zones.current?.volumePercent)).toEqual([30, 30]);
});
