import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';

import { FRONT, scanned, tracksOf } from '#test/integration/service/support/asking';
import { firstOf } from '#test/support/first-of';
import { endPlayersOf } from '#test/support/left-players';
import { hasNullSink, levelsOf, startNullSink } from '#test/support/null-sink';
import { startService } from '#test/support/service';
import { SimulatedCar } from '#test/support/simulated-car';
import { frequencyOf, makeStick } from '#test/support/stick';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const LIFT_DB = 4;
const FRAMES_A_SECOND = 50;

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function setup(env: Readonly<Record<string, string>>) {
  const folder = await makeTempFolder();
  const { dir } = await makeStick(join(folder.path, 'STICK'), { tracks: 1, seconds: 120 });
  const data = join(folder.path, 'data');
  const config = join(folder.path, 'settings.json');
  const zone = { id: FRONT, name: 'Front', hasVideo: false, audioDevice: null, speedVolumeDb: LIFT_DB };
  await writeFile(config, JSON.stringify({ driving: { sources: ['simulated'] }, zones: [zone] }));
  const service = await startService({
    ...{ data, media: [dir], audioOutput: 'pulse', env },
    flags: ['--config', config],
  });
  onTestFinished(async () => {
    await service.stop();
    await endPlayersOf(data);
    await folder[Symbol.asyncDispose]();
  });
  return service;
}

// Recorded in real time: what a busy machine does not play in time is heard as a gap.
it('gets louder with the speed, at most 1 dB in a second', { retry: 2 }, async (ctx) => {
  if (!(await hasNullSink())) ctx.skip('PulseAudio is not installed');
  const sink = await startNullSink();
  onTestFinished(() => sink[Symbol.asyncDispose]());
  const service = await setup(sink.env);
  const { client } = service;
  const car = new SimulatedCar(client);
  onTestFinished(() => car[Symbol.dispose]());
  await car.park();
  await scanned(service);
  await client.call('setVolume', { id: FRONT, percent: 70 });
  await client.call('play', { id: FRONT, trackId: firstOf(await tracksOf(service)).id });
  /** Of each second. */
  const levels = async () => {
    const frames = levelsOf(await sink.samples(), frequencyOf(0));
    const seconds = Math.floor(frames.length / FRAMES_A_SECOND);
    return Array.from({ length: seconds }, (_none, at) =>
      median(frames.slice(at * FRAMES_A_SECOND, (at + 1) * FRAMES_A_SECOND)),
    );
  };
  const look = { limitMs: 40_000, everyMs: 500 };
  await until(async () => (await levels()).slice(-2).every((db) => db > -40), look);
  const standing = (await levels()).at(-1) ?? 0;

  await car.drive(140);
  await until(async () => (await levels()).slice(-2).every((db) => db > standing + LIFT_DB - 0.3), look);
  const heard = await levels();
  const loudest = heard.at(-1) ?? 0;
  const from = heard.findLastIndex((db) => db < standing + 0.2);
  const rises = heard.slice(from).map((db, at, all) => db - (all[at - 1] ?? db));

  expect(Math.abs(loudest - standing - LIFT_DB)).toBeLessThan(0.4);
  expect(Math.max(...rises)).toBeLessThan(1.3);
});
