import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { trackId } from '#contract/entities/ids';
import { FRONT, startRig, until, type Rig, type RigOptions } from '#test/integration/player/support/rig';
import { ffmpeg, pitches, readWav, SAMPLE_RATE, tone } from '#test/support/sounds';
import { createQueue } from '#player/queue/queue';
import { seededRandom } from '#player/queue/random';
import { song, type CatalogItem } from '#test/unit/player/support/memory-catalog';
import { MemoryZoneState } from '#test/unit/player/support/memory-zone-state';

let folder: string;
let rig: Rig;
let tones: CatalogItem[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carputer-tones-'));
  const pitchesOf = [500, 1_000, 1_500, 2_000];
  tones = await Promise.all(
    pitchesOf.map(async (pitch) => {
      const path = join(folder, `${String(pitch)}.flac`);
      await ffmpeg(...tone(pitch, 20), path);
      return song(`${String(pitch)}.flac`, Buffer.from(path));
    }),
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => rig.close());

async function setup(options: Partial<RigOptions> = {}) {
  rig = await startRig({ items: tones, ...options });
  // A play is answered within 2 s, whether a player has come up by then or not.
  await until(rig.isReady, (isReady) => isReady);
  return rig;
}

const first = trackId.parse('500.flac');

describe('a zone that plays', () => {
  it('answers a play with the song as it is heard', async () => {
    const { handlers, positionMs } = await setup();

    const zone = await handlers.play({ id: FRONT, trackId: first });

    expect(zone).toMatchObject({ status: 'playing', queueLength: 4, queueIndex: 0, durationMs: 20_000, speed: 1 });
    const before = positionMs();
    await until(positionMs, (position) => position > before + 300);
  });

  it('writes the songs of an album to the output, one after the other', async () => {
    const { handlers, zone, wavs } = await setup({ output: 'pcm' });

    await handlers.play({ id: FRONT, trackId: first });
    await until(zone, ({ status }) => status === 'stopped');

    const heard = await Promise.all((await wavs()).map(readWav));
    expect(heard.flatMap((samples) => pitches(samples))).toEqual([500, 1_000, 1_500, 2_000]);
  });

  it('goes on in the middle of a song, and begins the next ones at their beginning', async () => {
    const state = new MemoryZoneState();
    const queue = createQueue(tones, 0, { shuffle: false, repeat: 'off' }, seededRandom(1));
    state.saveQueue(FRONT, queue);
    state.savePosition(FRONT, { index: 0, positionMs: 15_000, isPlaying: true });
    const { zone, wavs } = await setup({ output: 'pcm', state });
    await until(zone, ({ status, queueIndex }) => status === 'stopped' && queueIndex === 0);

    const heard = await Promise.all((await wavs()).map(readWav));

    expect(heard.flatMap((samples) => pitches(samples))).toEqual([500, 1_000, 1_500, 2_000]);
    const seconds = heard.reduce((sum, samples) => sum + samples.length, 0) / SAMPLE_RATE;
    expect(seconds).toBeCloseTo(65, 0);
  });
});
