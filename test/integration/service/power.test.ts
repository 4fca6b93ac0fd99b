import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';

import { FRONT, front, isHeard, scanned, tracksOf } from '#test/integration/service/support/asking';
import { descendantsOf, processes, stillRunning } from '#test/integration/service/support/processes';
import { firstOf } from '#test/support/first-of';
import { playedMs } from '#test/support/played-ms';
import { startService, type RunningService } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

// Several services start in each: a machine that runs all tests at once gets its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const SAVED_EVERY_MS = 5_000;
/** Promised are 2 s; a machine that runs all tests at once gets twice that. */
const STOP_LIMIT_MS = 4_000;

async function orderOf({ client }: RunningService): Promise<string[]> {
  return (await client.call('listQueue', { id: FRONT, limit: 200 })).items.map(({ entryId }) => entryId);
}

/** Players of the front zone, of whichever service. */
function playersOf(home: string): number {
  return processes().filter(
    ({ commandLine }) =>
      commandLine.startsWith('mpv ') && commandLine.includes(home) && commandLine.includes('mpv-front.sock'),
  ).length;
}

it('comes back after a cut with the same shuffled order, song, repeat and volume, never ahead of what was heard', async () => {
  await using folder = await makeTempFolder();
  const truth = await makeStick(join(folder.path, 'STICK'), { tracks: 22, seconds: 60 });
  const plan = { media: [truth.dir], data: join(folder.path, 'data') };
  let service = await startService(plan);
  // Also when an assertion fails: a service left behind keeps its players alive.
  onTestFinished(async () => {
    await service.stop();
  });
  await scanned(service);
  const { id: volumeId } = firstOf(await service.client.call('listVolumes', {}));
  await service.client.call('play', { id: FRONT, volumeId, shuffle: true });
  await service.client.call('setRepeat', { id: FRONT, mode: 'all' });
  await service.client.call('next', { id: FRONT });
  const order = await orderOf(service);

  for (const percent of [23, 71]) {
    await service.client.call('setVolume', { id: FRONT, percent });
    await service.client.call('seek', { id: FRONT, positionMs: 20_000 });
    await isHeard(service, 20_300);
    const heardMs = await playedMs(service.client, FRONT);
    const heardAtMs = performance.now();
    const children = descendantsOf(service.pid).filter(({ commandLine }) => !commandLine.startsWith('mpv'));
    await service.stop('SIGKILL');

    service = await startService(plan);
    const back = await front(service);
    // The player lived on and was taken over as loud as it was, before anybody could ask.
    expect(back).toMatchObject({ queueIndex: 1, shuffle: true, repeat: 'all', volumePercent: percent });
    // The player lives on, so more may have been heard since, but no more than time has passed.
    expect(back.positionMs).toBeLessThanOrEqual(heardMs + performance.now() - heardAtMs + 50);
    expect(back.positionMs).toBeGreaterThan(heardMs - SAVED_EVERY_MS - 500);
    expect(await orderOf(service)).toEqual(order);
    await isHeard(service, back.positionMs);
    expect(playersOf(`${plan.data}-home`)).toBe(1);
    expect(stillRunning(children)).toEqual([]);
  }
  await service.stop();
  expect(playersOf(`${plan.data}-home`)).toBe(0);
});

it('ends in good time while it looks through a big stick, and leaves no process behind', async () => {
  await using folder = await makeTempFolder();
  const truth = await makeStick(join(folder.path, 'BIG'), { tracks: 2_000 });
  await using service = await startService({ media: [truth.dir] });
  await until(async () => (await service.client.call('listVolumes', {})).some(({ scan }) => scan?.phase === 'tags'), {
    everyMs: 5,
  });
  const children = descendantsOf(service.pid);
  const startedMs = performance.now();

  expect(await service.stop('SIGTERM')).toBe(0);
  expect(performance.now() - startedMs).toBeLessThan(STOP_LIMIT_MS);
  expect(stillRunning(children)).toEqual([]);
});

it('ends in good time while its players are starting', async () => {
  await using service = await startService();
  const children = descendantsOf(service.pid);
  const startedMs = performance.now();

  expect(await service.stop('SIGTERM')).toBe(0);
  expect(performance.now() - startedMs).toBeLessThan(STOP_LIMIT_MS);
  expect(stillRunning(children)).toEqual([]);
});

it('is whole after four impatient people at once', async () => {
  await using folder = await makeTempFolder();
  const truth = await makeStick(join(folder.path, 'STICK'), { tracks: 33, seconds: 60 });
  await using service = await startService({ media: [truth.dir] });
  await scanned(service);
  const { client } = service;
  const albums = (await client.call('listAlbums', {})).items;
  const track = firstOf(await tracksOf(service));
  await client.call('play', { id: FRONT, albumId: firstOf(albums).id });

  const commands = [
    (step: number) => client.call('play', { id: FRONT, albumId: (albums[step % albums.length] ?? firstOf(albums)).id }),
    () => client.call('next', { id: FRONT }),
    (step: number) => client.call('seek', { id: FRONT, positionMs: (step * 977) % 60_000 }),
    (step: number) => client.call('setVolume', { id: FRONT, percent: step % 100 }),
    (step: number) => client.call('setShuffle', { id: FRONT, isOn: step % 2 === 0 }),
    () => client.call('toggle', { id: FRONT }),
    () => client.call('previous', { id: FRONT }),
    () => client.call('addToQueue', { id: FRONT, trackId: track.id, where: 'next' }),
  ];
  const person = async (first: number) => {
    for (let step = first; step < first + 100; step += 1) await commands[(step * 5) % commands.length]?.(step);
  };
  await Promise.all([0, 1, 2, 3].map(person));

  await client.call('setShuffle', { id: FRONT, isOn: false });
  await client.call('setVolume', { id: FRONT, percent: 33 });
  await client.call('play', { id: FRONT, albumId: firstOf(albums).id, startAt: 2 });
  await isHeard(service, 100);
  const queue = await client.call('listQueue', { id: FRONT, limit: 200 });
  expect(await front(service)).toMatchObject({ status: 'playing', queueIndex: 2, volumePercent: 33, shuffle: false });
  expect(queue.items.filter(({ isCurrent }) => isCurrent)).toEqual([queue.items[2]]);
  expect(queue.items[2]?.item.id).toBe((await front(service)).item?.id);
});
