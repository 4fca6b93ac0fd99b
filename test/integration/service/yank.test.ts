import { readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';

import { FRONT, front, isHeard, noticesOf, scanned, tracksOf } from '#test/integration/service/support/asking';
import { descendantsOf } from '#test/integration/service/support/processes';
import { firstOf } from '#test/support/first-of';
import { makeInsertableStick } from '#test/support/inserted-stick';
import { endPlayersOf } from '#test/support/left-players';
import { startService } from '#test/support/service';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

// Several services start in each: a machine that runs all tests at once gets its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

it('waits at its place each time that the stick is pulled, plays on each time that it is back, and leaks nothing', async () => {
  await using folder = await makeTempFolder();
  const mounts = join(folder.path, 'mounts');
  await mkdir(mounts);
  const stick = await makeInsertableStick(mounts, 'STICK', { tracks: 11, seconds: 60 });
  await stick.insert();
  await using service = await startService({ mounts });
  await scanned(service);
  const { id } = firstOf(await tracksOf(service));
  await service.client.call('play', { id: FRONT, trackId: id });
  await isHeard(service, 300);
  const { queueIndex } = await front(service);
  const resources = () => readdirSync(`/proc/${String(service.pid)}/fd`).length + descendantsOf(service.pid).length;
  let before = 0;

  for (let cycle = 0; cycle < 6; cycle += 1) {
    await stick.pull();
    await until(async () => (await front(service)).status === 'waiting');
    const waiting = await front(service);
    expect(waiting).toMatchObject({ queueIndex, item: { id } });
    expect(await noticesOf(service)).toMatchObject([
      { code: 'volume_removed', message: 'Stick removed, 11 songs wait for it' },
    ]);

    await stick.insert();
    await isHeard(service, waiting.positionMs);
    const back = await front(service);
    expect(back).toMatchObject({ status: 'playing', queueIndex, item: { id } });
    expect(back.positionMs - waiting.positionMs).toBeLessThan(5_000);
    expect(await noticesOf(service)).toEqual([]);
    await scanned(service);
    if (cycle === 1) before = resources();
  }
  await expect.poll(resources, { timeout: 10_000 }).toBeLessThanOrEqual(before);
});

/** Two sticks are in, and the first song of STICK plays; other sticks are to play where it is pulled. */
async function twoSticks(root: string) {
  const mounts = join(root, 'mounts');
  await mkdir(mounts);
  const stick = await makeInsertableStick(mounts, 'STICK', { tracks: 11, seconds: 60 });
  const other = await makeInsertableStick(mounts, 'OTHER', { tracks: 2, seconds: 60 });
  await stick.insert();
  await other.insert();
  const plan = { mounts, data: join(root, 'data') };
  const service = await startService(plan);
  await scanned(service, 2);
  const volumes = await service.client.call('listVolumes', {});
  const volumeId = firstOf(volumes.filter(({ label }) => label === 'STICK')).id;
  await service.client.call('changeSettings', { whenStickRemoved: 'next_source' });
  await service.client.call('play', { id: FRONT, volumeId, path: '' });
  await isHeard(service, 300);
  return { plan, service, stick, volumeId, id: (await front(service)).item?.id };
}

it('plays another stick meanwhile where that is set, says so, and comes back to its place', async () => {
  await using folder = await makeTempFolder();
  const { service, stick, volumeId, id } = await twoSticks(folder.path);
  await using running = service;
  await stick.pull();
  await until(async () => (await front(running)).item?.volumeId !== volumeId);
  await isHeard(running, 300);
  expect(await front(running)).toMatchObject({ status: 'playing', queueLength: 2, queueIndex: 0 });
  expect(await noticesOf(running)).toMatchObject([
    { code: 'volume_removed', message: 'Stick removed, 11 songs wait for it. OTHER plays meanwhile' },
  ]);

  await stick.insert();
  await until(async () => (await front(running)).item?.id === id);
  await isHeard(running, 300);
  expect(await front(running)).toMatchObject({ status: 'playing', queueLength: 11, queueIndex: 0 });
  expect((await front(running)).positionMs).toBeLessThan(10_000);
  expect(await noticesOf(running)).toEqual([]);
});

it('waits for the stick that was pulled after a power cut while another one played', async () => {
  await using folder = await makeTempFolder();
  const { plan, service, stick, id } = await twoSticks(folder.path);
  await stick.pull();
  await until(async () => (await front(service)).item?.id !== id);
  await isHeard(service, 300);
  // Long enough for the state to be written.
  await new Promise((resolve) => setTimeout(resolve, 600));
  await service.stop('SIGKILL');
  await endPlayersOf(plan.data);

  await using next = await startService(plan);
  expect(await front(next)).toMatchObject({ status: 'waiting', queueLength: 11, queueIndex: 0, item: { id } });
  await stick.insert();
  await isHeard(next, 300);
  expect(await front(next)).toMatchObject({ status: 'playing', queueLength: 11, item: { id } });
});
