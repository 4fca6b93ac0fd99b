import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { expect, it, onTestFinished } from 'vitest';

import type { ApiClient } from '#contract/client';
import { zoneId } from '#contract/entities/ids';
import type { Zone } from '#contract/entities/zone';
import { endPlayersOf, onlyPlayerOf, playersOf, watchPlayer, type PlayerSample } from '#test/support/left-players';
import { readRecordings, type Recording } from '#test/support/pcm';
import { playedMs } from '#test/support/played-ms';
import { startService, type RunningService, type ServicePlan } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

const id = zoneId.parse('front');
/** What a busy machine may be late in sampling. */
const TOLERANCE_MS = 300;

interface Plan extends ServicePlan {
  readonly seconds?: number;
  readonly isPcm?: boolean;
}

/** A service that plays the third song of a stick, 80 % loud. */
async function setup({ seconds = 60, isPcm = false, ...more }: Plan = {}) {
  const folder = await makeTempFolder();
  const truth = await makeStick(join(folder.path, 'SUNDAY'), { tracks: 11, seconds });
  const data = join(folder.path, 'data');
  const wavDir = join(folder.path, 'wav');
  const plan = { media: [truth.dir], data, ...(isPcm ? { audioOutput: `pcm:${wavDir}` } : {}), ...more };
  const running: RunningService[] = [];
  onTestFinished(async () => {
    for (const service of running) await service.stop();
    await endPlayersOf(data);
    await rm(`${data}-home`, { recursive: true, force: true });
    await folder[Symbol.asyncDispose]();
  });
  const start = async (other: ServicePlan = {}) => {
    const service = await startService({ ...plan, ...other });
    running.push(service);
    return service;
  };
  const before = await start();
  const album = await until(async () => {
    const [first] = (await before.client.call('listAlbums', { limit: 1 })).items;
    return first?.trackCount === truth.tracks.length ? first : undefined;
  });
  await before.client.call('setVolume', { id, percent: 80 });
  return { before, album, start, truth, data, wavDir };
}

async function sounding(client: ApiClient): Promise<Zone> {
  return until(async () => {
    const zone = await client.call('getZone', { id });
    return zone.status === 'playing' && zone.speed > 0 ? zone : undefined;
  });
}

async function entries(client: ApiClient): Promise<string[]> {
  return (await client.call('listQueue', { id, limit: 200 })).items.map(({ entryId }) => entryId);
}

/** How far one run through one file was off the clock, at the most, and the most that it ever fell back. */
function unevenness(samples: readonly PlayerSample[]): { readonly offMs: number; readonly backMs: number } {
  const offs = samples.map(({ positionMs, atMs }) => positionMs - atMs);
  const middle = offs.toSorted((one, other) => one - other)[Math.floor(offs.length / 2)] ?? 0;
  const steps = samples.slice(1).map(({ positionMs }, place) => (samples[place]?.positionMs ?? 0) - positionMs);
  return { offMs: Math.max(...offs.map((off) => Math.abs(off - middle))), backMs: Math.max(0, ...steps) };
}

it('plays on without a gap when the service is killed, and is taken over by the next one', async () => {
  const { before, album, start, data } = await setup();
  await before.client.call('setShuffle', { id, isOn: true });
  await before.client.call('play', { id, albumId: album.id, startAt: 3, shuffle: true });
  await before.client.call('seek', { id, positionMs: 10_000 });
  await until(async () => (await playedMs(before.client, id)) > 10_200);
  await wait(400);
  const player = await onlyPlayerOf(data);
  const watch = await watchPlayer(player);
  const queue = await entries(before.client);
  const zone = await before.client.call('getZone', { id });
  await wait(500);

  await before.stop('SIGKILL');
  const after = await start();
  await sounding(after.client);
  await wait(1_500);
  const shownMs = await playedMs(after.client, id);
  const heard = watch.samples.at(-1);
  watch.stop();

  expect(await playersOf(data)).toEqual([player]);
  const { offMs, backMs } = unevenness(watch.samples);
  expect(new Set(watch.samples.map(({ path }) => path)).size).toBe(1);
  expect(backMs).toBe(0);
  expect(offMs).toBeLessThan(TOLERANCE_MS);
  expect(Math.abs(shownMs - (heard?.positionMs ?? 0))).toBeLessThan(TOLERANCE_MS);
  expect(await entries(after.client)).toEqual(queue);
  expect(await after.client.call('getZone', { id })).toMatchObject({
    ...{ status: 'playing', queueIndex: zone.queueIndex, item: { id: zone.item?.id } },
    ...{ shuffle: true, volumePercent: 80, queueLength: 11 },
  });
  expect(new Set(watch.samples.map(({ volumePercent }) => volumePercent))).toEqual(new Set([80]));

  expect(await after.stop('SIGTERM')).toBe(0);
  expect(await playersOf(data)).toEqual([]);
});

it('finds the song that followed while no service was there, and prepares the next one', async () => {
  const { before, album, start, data, truth } = await setup({ seconds: 30 });
  await before.client.call('play', { id, albumId: album.id, startAt: 2 });
  await before.client.call('seek', { id, positionMs: 24_000 });
  await until(async () => (await playedMs(before.client, id)) > 24_500);
  await wait(300);
  const player = await onlyPlayerOf(data);
  const watch = await watchPlayer(player);

  await before.stop('SIGKILL');
  await until(() => watch.samples.at(-1)?.path.endsWith(truth.tracks[3]?.path ?? '?'), { limitMs: 15_000 });
  const after = await start();
  const zone = await sounding(after.client);
  expect(zone).toMatchObject({ queueIndex: 3, item: { title: truth.tracks[3]?.title } });
  await after.client.call('seek', { id, positionMs: 26_000 });
  const later = await until(async () => {
    const now = await after.client.call('getZone', { id });
    return now.queueIndex === 4 && now.speed === 1 ? now : undefined;
  });
  watch.stop();

  expect(later.item?.title).toBe(truth.tracks[4]?.title);
  expect(await playersOf(data)).toEqual([player]);
});

it('stays paused where it was, and records on in the same file', async () => {
  const { before, album, start, data, wavDir } = await setup({ seconds: 600, isPcm: true });
  await before.client.call('play', { id, albumId: album.id, startAt: 2 });
  await before.client.call('pause', { id });
  // A recording runs far ahead of any clock: only the player knows where it was paused.
  await wait(800);
  const paused = await before.client.call('getZone', { id });
  await wait(400);
  const player = await onlyPlayerOf(data);
  const recorded = await readdir(wavDir);

  await before.stop('SIGKILL');
  const after = await start();
  const zone = await after.client.call('getZone', { id });
  expect(zone).toMatchObject({ status: 'paused', queueIndex: 2 });
  expect(Math.abs(zone.positionMs - paused.positionMs)).toBeLessThan(TOLERANCE_MS);
  await after.client.call('resume', { id });
  await until(async () => (await after.client.call('getZone', { id })).status === 'playing');

  expect(await playersOf(data)).toEqual([player]);
  expect(await readdir(wavDir)).toEqual(recorded);
});

it('is replaced where it does not answer', async () => {
  const { before, album, start, data } = await setup();
  await before.client.call('play', { id, albumId: album.id, startAt: 2 });
  await sounding(before.client);
  await wait(400);
  const player = await onlyPlayerOf(data);

  await before.stop('SIGKILL');
  process.kill(player.pid, 'SIGSTOP');
  const after = await start();
  await sounding(after.client);

  expect((await onlyPlayerOf(data)).pid).not.toBe(player.pid);
  expect(await after.client.call('getZone', { id })).toMatchObject({ status: 'playing', queueIndex: 2 });
});

it('is replaced, never joined, where its output is another one; that comes up from silence', async () => {
  const { before, album, start, data, wavDir } = await setup();
  await before.client.call('play', { id, albumId: album.id, startAt: 2 });
  await before.client.call('seek', { id, positionMs: 20_000 });
  await until(async () => (await playedMs(before.client, id)) > 20_000);
  await wait(400);
  const player = await onlyPlayerOf(data);
  await before.stop('SIGKILL');

  await start({ audioOutput: `pcm:${wavDir}` });
  const recording = await until(async () => {
    const [one] = await readRecordings(wavDir);
    return one && one.samples.length > one.sampleRate * 2 ? one : undefined;
  });

  expect((await onlyPlayerOf(data)).pid).not.toBe(player.pid);
  const full = peak(recording, 1_000, 1_100);
  const steps = [0, 100, 200, 300, 400].map((fromMs) => peak(recording, fromMs, fromMs + 100) / full);
  expect(peak(recording, 0, 10) / full).toBeLessThan(0.1);
  expect(steps).toEqual(steps.toSorted((one, other) => one - other));
  expect(steps[0]).toBeLessThan(0.3);
  expect(steps[4]).toBeLessThan(1.01);
  expect(peak(recording, 550, 600) / full).toBeGreaterThan(0.97);
});

it('is 40 % loud after a power cut, and after each start', async () => {
  const { before, album, start, data } = await setup();
  await before.client.call('play', { id, albumId: album.id, startAt: 2 });
  await sounding(before.client);
  await wait(400);
  await before.stop('SIGKILL');
  await endPlayersOf(data);

  const after = await start();
  expect(await sounding(after.client)).toMatchObject({ volumePercent: 40 });
  const watch = await watchPlayer(await onlyPlayerOf(data));
  await until(() => watch.samples.length > 3);
  watch.stop();
  expect(new Set(watch.samples.map(({ volumePercent }) => volumePercent))).toEqual(new Set([40]));
  await wait(400);
  await after.stop('SIGKILL');

  const heir = await start();
  expect(await sounding(heir.client)).toMatchObject({ volumePercent: 40 });
  await heir.client.call('pause', { id });
  expect(await heir.stop()).toBe(0);

  const last = await start();
  expect(await last.client.call('getZone', { id })).toMatchObject({ volumePercent: 40 });
});

function peak({ samples, sampleRate }: Recording, fromMs: number, toMs: number): number {
  const part = samples.subarray((fromMs * sampleRate) / 1_000, (toMs * sampleRate) / 1_000);
  return part.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
