import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { FRONT, front, isHeard, scanned } from '#test/integration/service/support/asking';
import { firstOf } from '#test/support/first-of';
import { endPlayersOf } from '#test/support/left-players';
import { playedMs } from '#test/support/played-ms';
import { startService, type RunningService } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';
import { makeWallClock, whyNoWallClock } from '#test/support/wall-clock';

// Several services start in each: a machine that runs all tests at once gets its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** A Pi without a battery for its clock starts long ago, and is put right, or wrong, while it plays. */
const STEPS = ['1970-01-01 00:00:10', '2036-11-25 12:00:00', '2006-11-25 12:00:00', '2026-11-25 12:00:00'];
const LISTEN_MS = 1_500;
/** What a busy machine may be late. */
const TOLERANCE_MS = 700;

async function setup(time: string) {
  const folder = await makeTempFolder();
  const clock = await makeWallClock(folder.path, time);
  const stick = await makeStick(join(folder.path, 'STICK'), { tracks: 11, seconds: 120 });
  const data = join(folder.path, 'data');
  const plan = { media: [stick.dir], data, hasPhones: true, env: clock.env };
  const running: RunningService[] = [];
  onTestFinished(async () => {
    for (const service of running) await service.stop();
    await endPlayersOf(data);
    await folder[Symbol.asyncDispose]();
  });
  const start = async () => {
    const service = await startService(plan);
    running.push(service);
    return service;
  };
  return { clock, start, data };
}

async function wallClockOf(service: RunningService): Promise<string> {
  const { headers } = await fetch(`${service.baseUrl}/api/v1/health`);
  return headers.get('date') ?? '';
}

describe.skipIf(whyNoWallClock !== undefined)(`a wall clock that is wrong (${whyNoWallClock ?? 'faketime'})`, () => {
  it('changes nothing of a start, of what plays, and of what comes back after a cut', async () => {
    const { start, data } = await setup('1970-01-01 00:00:10');
    const service = await start();
    expect(await wallClockOf(service)).toContain('1970');
    await scanned(service);
    const album = firstOf((await service.client.call('listAlbums', {})).items);
    await service.client.call('play', { id: FRONT, albumId: album.id, startAt: 2 });
    await service.client.call('seek', { id: FRONT, positionMs: 30_000 });
    await isHeard(service, 36_000);
    const heardMs = await playedMs(service.client, FRONT);
    await service.stop('SIGKILL');
    await endPlayersOf(data);

    const after = await start();
    const back = await front(after);
    expect(back).toMatchObject({ status: 'playing', queueIndex: 2 });
    expect(back.positionMs).toBeGreaterThan(heardMs - 5_500);
    expect(back.positionMs).toBeLessThan(heardMs + TOLERANCE_MS);
    await isHeard(after, back.positionMs);
  });

  it('may jump by decades while it plays: the music, the position, and the phones stay', async () => {
    const { clock, start } = await setup('2026-11-25 12:00:00');
    const service = await start();
    await scanned(service);
    const album = firstOf((await service.client.call('listAlbums', {})).items);
    await service.client.call('play', { id: FRONT, albumId: album.id });
    const { code } = await service.client.call('openPairing', {});
    await isHeard(service, 300);

    for (const time of STEPS) {
      const [fromMs, atMs] = [await playedMs(service.client, FRONT), performance.now()];
      await clock.step(time);
      await new Promise((resolve) => setTimeout(resolve, LISTEN_MS));
      const movedMs = (await playedMs(service.client, FRONT)) - fromMs;
      expect(await wallClockOf(service)).toContain(time.slice(0, 4));
      expect(Math.abs(movedMs - (performance.now() - atMs))).toBeLessThan(TOLERANCE_MS);
      expect(await front(service)).toMatchObject({ status: 'playing', queueIndex: 0, speed: 1 });
    }
    // The window of two minutes was opened before: no jump may have closed it, and none may end what it gave.
    const answer = await fetch(`${service.phoneUrl}/api/v1/pair`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, name: 'Phone' }),
    });
    expect(answer.status).toBe(200);
    const { token } = (await answer.json()) as { token: string };
    await clock.step('2045-01-01 00:00:00');
    const zones = await fetch(`${service.phoneUrl}/api/v1/zones`, { headers: { authorization: `Bearer ${token}` } });
    expect(zones.status).toBe(200);
  });
});
