import { expect, it } from 'vitest';

import { trackId, zoneId } from '#contract/entities/ids';
import { silentLogger } from '#kernel/logger';
import { WriteMonitor } from '#storage/state/write-monitor';
import { WriteQueue } from '#storage/state/write-queue';
import { ZoneStateRepository } from '#storage/state/zone-state-repository';
import { FavouriteRepository } from '#storage/state/favourite-repository';
import type { StateWrite } from '#storage/state/state-protocol';
import { until } from '#test/support/until';

const FRONT = zoneId.parse('front');
const REAR = zoneId.parse('rear');
const ACE = trackId.parse('ace');
const at = (positionMs: number) => ({ index: 0, positionMs, isPlaying: true });

/** A card that takes nothing until it is let go. */
function setup({ hasBegun = true } = {}) {
  const commits: (readonly StateWrite[])[] = [];
  const held: PromiseWithResolvers<undefined>[] = [];
  const told: string[] = [];
  const monitor = new WriteMonitor({
    logger: silentLogger,
    onFailure: () => told.push('failed'),
    onRecovery: () => told.push('recovered'),
  });
  const queue = new WriteQueue(
    {
      commit: (writes) => {
        commits.push(writes);
        const gate = Promise.withResolvers<undefined>();
        held.push(gate);
        return gate.promise;
      },
    },
    monitor,
  );
  if (hasBegun) queue.begin();
  /** The oldest commit that waits ends, once it has come. */
  const end = async (error?: Error) => {
    const gate = await until(() => held.shift());
    if (error === undefined) gate.resolve(undefined);
    else gate.reject(error);
  };
  const zones = new ZoneStateRepository(new Map(), queue);
  const favourites = new FavouriteRepository([], queue);
  return { queue, zones, favourites, commits, told, end };
}

it('keeps what goes on by itself until it may begin, but not what a person asks for', async () => {
  const { queue, zones, favourites, commits, end } = setup({ hasBegun: false });
  zones.savePosition(FRONT, at(0));
  zones.savePosition(FRONT, at(1));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(commits).toEqual([]);

  queue.begin();
  await end();
  expect(commits).toEqual([[{ kind: 'position', zoneId: FRONT, position: at(1) }]]);

  const early = setup({ hasBegun: false });
  const kept = early.favourites.add(ACE);
  await early.end();
  await kept;
  expect(early.commits).toEqual([[{ kind: 'add favourite', id: ACE }]]);
  expect(favourites.has(ACE)).toBe(false);
});

it('answers at once while the card hangs, and brings it one position when it is back', async () => {
  const { queue, zones, commits, end } = setup();
  zones.savePosition(FRONT, at(0));
  await until(() => commits.length === 1);

  const startedMs = performance.now();
  for (let count = 1; count <= 10_000; count += 1) zones.savePosition(FRONT, at(count));
  zones.savePosition(REAR, at(7));
  expect(zones.load(FRONT).position).toEqual(at(10_000));
  expect(performance.now() - startedMs).toBeLessThan(500);
  expect(commits).toHaveLength(1);

  const flushed = queue.flush();
  await end();
  await end();
  await flushed;
  expect(commits.slice(1)).toEqual([
    [
      { kind: 'position', zoneId: FRONT, position: at(10_000) },
      { kind: 'position', zoneId: REAR, position: at(7) },
    ],
  ]);
});

it('says that a favourite is kept only when it is, before what goes on by itself', async () => {
  const { zones, favourites, commits, end } = setup();
  zones.savePosition(FRONT, at(0));
  await until(() => commits.length === 1);
  zones.savePosition(FRONT, at(1));
  let isKept = false;
  const adding = favourites.add(ACE).then(() => {
    isKept = true;
  });

  await end();
  await until(() => commits.length === 2);
  expect(commits[1]).toEqual([{ kind: 'add favourite', id: ACE }]);
  expect([isKept, favourites.has(ACE)]).toEqual([false, false]);

  await end();
  await adding;
  expect(favourites.list()).toEqual([ACE]);
});

it('forgets nothing that could not be written, and tells once of a card that fails', async () => {
  const { queue, zones, favourites, commits, told, end } = setup();
  const sound = { volumePercent: 30, isMuted: false, speed: 1 };
  zones.saveSound(FRONT, sound);
  zones.savePosition(FRONT, at(0));
  await end(new Error('full'));
  await queue.flush();
  zones.savePosition(FRONT, at(5_000));
  await end(new Error('full'));
  await queue.flush();
  const refused = favourites.add(ACE);
  await end(new Error('full'));
  await expect(refused).rejects.toMatchObject({ code: 'storage_failed' });
  expect(favourites.list()).toEqual([]);
  expect(told).toEqual(['failed']);

  await end();
  await queue.flush();
  expect(told).toEqual(['failed', 'recovered']);
  expect(commits.at(-1)).toEqual([
    { kind: 'sound', zoneId: FRONT, sound },
    { kind: 'position', zoneId: FRONT, position: at(5_000) },
  ]);
});

it('refuses rather than letting people wait in a long line for a card that hangs', async () => {
  const { favourites } = setup();
  const asked = Array.from({ length: 101 }, (_, index) => favourites.add(trackId.parse(`t${String(index)}`)));

  await expect(asked.at(-1)).rejects.toMatchObject({ code: 'storage_failed' });
});
