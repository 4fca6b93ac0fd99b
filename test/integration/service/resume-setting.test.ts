import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';

import { FRONT, front, isHeard, scanned, tracksOf } from '#test/integration/service/support/asking';
import { firstOf } from '#test/support/first-of';
import { endPlayersOf } from '#test/support/left-players';
import { startService, type RunningService } from '#test/support/service';
import { makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';

// Several services start in each: a machine that runs all tests at once gets its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

it.each([
  ['plays on', true, 'playing'],
  ['stays paused, at its place', false, 'paused'],
])('%s after a power cut, as Set-up says', async (_what, resumeOnStart, status) => {
  await using folder = await makeTempFolder();
  const stick = await makeStick(join(folder.path, 'STICK'), { tracks: 3, seconds: 60 });
  const data = join(folder.path, 'data');
  const plan = { media: [stick.dir], data };
  const running: RunningService[] = [];
  onTestFinished(async () => {
    for (const service of running) await service.stop();
    await endPlayersOf(data);
  });
  const start = async () => {
    const service = await startService(plan);
    running.push(service);
    return service;
  };
  const before = await start();
  await scanned(before);
  await before.client.call('changeSettings', { resumeOnStart });
  await before.client.call('play', { id: FRONT, trackId: firstOf(await tracksOf(before)).id });
  await before.client.call('seek', { id: FRONT, positionMs: 20_000 });
  await isHeard(before, 20_500);
  await new Promise((resolve) => setTimeout(resolve, 400));
  await before.stop('SIGKILL');
  await endPlayersOf(data);

  const after = await start();
  if (resumeOnStart) await isHeard(after, 20_000);
  else await new Promise((resolve) => setTimeout(resolve, 1_000));
  const zone = await front(after);
  expect(zone).toMatchObject({ status, queueIndex: 0 });
  expect(zone.positionMs).toBeGreaterThanOrEqual(19_900);
  await after.client.call('resume', { id: FRONT });
  await isHeard(after, zone.positionMs);
});
