import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { trackId } from '#contract/entities/ids';
import { FRONT, startRig, until, type Rig, type RigOptions } from '#test/integration/player/support/rig';
import { ffmpeg, pitches, readWav, tone } from '#test/support/sounds';
import { song, type CatalogItem } from '#test/unit/player/support/memory-catalog';

let folder: string;
let rig: Rig;
let tones: CatalogItem[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carputer-tones-'));
  tones = [];
  for (let index = 0; index < 12; index += 1) {
    const path = join(folder, `${String(index)}.flac`);
    await ffmpeg(...tone(500 + index * 100, index === 0 ? 600 : 60), path);
    tones.push(song(`${String(index)}.flac`, Buffer.from(path)));
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => rig.close());

async function setup(options: Partial<RigOptions> = {}) {
  rig = await startRig({ items: tones, ...options });
  await until(rig.isReady, Boolean);
  return rig;
}

const first = trackId.parse('0.flac');

describe('the transport of a zone', () => {
  it('plays the next song within a moment of the press', async () => {
    const { handlers, zone } = await setup();
    await handlers.play({ id: FRONT, trackId: first });
    const pressedMs = performance.now();

    await handlers.next({ id: FRONT });
    await until(zone, ({ item, speed }) => item?.id === '1.flac' && speed === 1);

    expect(performance.now() - pressedMs).toBeLessThan(2_000);
  });

  it('plays only the last target of eleven quick presses', async () => {
    const { handlers, zone, wavs } = await setup({ output: 'pcm' });
    await handlers.play({ id: FRONT, trackId: first });

    for (let press = 0; press < 11; press += 1) await handlers.next({ id: FRONT });
    await until(zone, ({ status }) => status === 'stopped');

    const heard = await Promise.all((await wavs()).map(readWav));
    expect(heard.flatMap((samples) => pitches(samples))).toEqual([500, 1_600]);
  });

  it('holds its position while paused, and goes on from there', async () => {
    const { handlers, zone, positionMs } = await setup();
    await handlers.play({ id: FRONT, trackId: first });
    await until(positionMs, (position) => position > 200);

    const paused = await handlers.pause({ id: FRONT });
    await new Promise((resolve) => setTimeout(resolve, 600));
    const later = zone();
    await handlers.resume({ id: FRONT });
    await until(positionMs, (position) => position > later.positionMs + 200);

    expect(paused.status).toBe('paused');
    expect(Math.abs(later.positionMs - paused.positionMs)).toBeLessThan(250);
  });

  it('seeks exactly, playing and paused', async () => {
    const { handlers, zone, positionMs } = await setup();
    await handlers.play({ id: FRONT, trackId: first });

    await handlers.seek({ id: FRONT, positionMs: 300_000 });
    await until(positionMs, (position) => position > 300_100 && position < 305_000);
    await handlers.pause({ id: FRONT });
    await handlers.seek({ id: FRONT, positionMs: 100_000 });
    await new Promise((resolve) => setTimeout(resolve, 400));

    expect(zone()).toMatchObject({ status: 'paused', positionMs: 100_000 });
  });

  it('moves faster at a higher speed', async () => {
    const { handlers, zone, positionMs } = await setup();
    await handlers.play({ id: FRONT, trackId: first });

    await handlers.setSpeed({ id: FRONT, factor: 2 });
    await until(zone, ({ speed }) => speed === 2);
    const from = positionMs();
    await new Promise((resolve) => setTimeout(resolve, 1_000));

    expect(positionMs() - from).toBeGreaterThan(1_500);
  });

  it('stops, keeps the queue, and plays from the beginning again', async () => {
    const { handlers, positionMs } = await setup();
    await handlers.play({ id: FRONT, trackId: first });
    await until(positionMs, (position) => position > 200);

    const stopped = await handlers.stop({ id: FRONT });
    expect(stopped).toMatchObject({ status: 'stopped', positionMs: 0, queueLength: 12 });

    const resumed = await handlers.resume({ id: FRONT });
    expect(resumed).toMatchObject({ status: 'playing', item: { id: '0.flac' }, positionMs: 0 });
  });
});
