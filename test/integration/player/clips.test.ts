import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { trackId } from '#contract/entities/ids';
import { FRONT, startRig, until, type Rig } from '#test/integration/player/support/rig';
import { ffmpeg, readWav, SAMPLE_RATE, tone } from '#test/support/sounds';
import { song, type CatalogItem } from '#test/unit/player/support/memory-catalog';
import { MemoryZoneState } from '#test/unit/player/support/memory-zone-state';

/** Three songs of one file, as a cue sheet makes them. */
const STARTS_MS = [0, 45_000, 90_000];
const LENGTH_MS = 45_000;
const WHOLE_S = 135;

let folder: string;
let rig: Rig;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carputer-clips-'));
  await ffmpeg(...tone(441, WHOLE_S), join(folder, 'disc.flac'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => rig.close());

function songs(): CatalogItem[] {
  return STARTS_MS.map((startMs, index) => ({
    ...song(`song${index}`, Buffer.from(join(folder, 'disc.flac'))),
    clip: { startMs, endMs: STARTS_MS[index + 1] },
  }));
}

async function play(name: string): Promise<void> {
  await until(rig.isReady, (isReady) => isReady);
  await rig.handlers.play({ id: FRONT, trackId: trackId.parse(name) });
}

/** A recording is written faster than it would be heard, and may be begun anew between two songs. */
async function samplesHeard(): Promise<number> {
  const parts = await Promise.all((await rig.wavs()).map(readWav));
  return parts.reduce((sum, { length }) => sum + length, 0);
}

describe('songs that are stretches of one file', () => {
  it('follow each other with nothing lost and nothing heard twice', async () => {
    rig = await startRig({ items: songs(), output: 'pcm' });
    await play('song0');
    await until(rig.zone, ({ status }) => status === 'stopped');

    expect(Math.abs((await samplesHeard()) - WHOLE_S * SAMPLE_RATE)).toBeLessThan(SAMPLE_RATE / 1_000);
  });

  it('end where the next begins', async () => {
    rig = await startRig({ items: songs().slice(1, 2), output: 'pcm' });
    await play('song1');
    await until(rig.zone, ({ status }) => status === 'stopped');

    expect(Math.abs((await samplesHeard()) - (LENGTH_MS / 1_000) * SAMPLE_RATE)).toBeLessThan(SAMPLE_RATE / 1_000);
  });

  it('have lengths and positions of their own, and are sought in', async () => {
    rig = await startRig({ items: songs() });
    await play('song1');
    await until(rig.zone, ({ status, durationMs }) => status === 'playing' && durationMs !== null);
    expect(rig.zone()).toMatchObject({ item: { id: 'song1' }, durationMs: LENGTH_MS, queueIndex: 1 });
    expect(rig.zone().positionMs).toBeLessThan(5_000);

    await rig.handlers.seek({ id: FRONT, positionMs: LENGTH_MS - 1_000 });
    await until(rig.zone, ({ item }) => item?.id === 'song2');
    await until(rig.zone, ({ durationMs }) => durationMs !== null);
    expect(Math.abs((rig.zone().durationMs ?? 0) - LENGTH_MS)).toBeLessThan(50);
    expect(rig.zone().positionMs).toBeLessThan(5_000);

    await rig.handlers.previous({ id: FRONT });
    await until(rig.zone, ({ item }) => item?.id === 'song1');
  });

  it('go on where they were after a restart', async () => {
    const state = new MemoryZoneState();
    rig = await startRig({ items: songs(), state });
    await play('song1');
    await rig.handlers.seek({ id: FRONT, positionMs: 6_000 });
    await rig.handlers.pause({ id: FRONT });
    await until(rig.zone, ({ positionMs }) => positionMs >= 6_000);
    await rig.close();

    rig = await startRig({ items: songs(), state });
    expect(rig.zone()).toMatchObject({ status: 'paused', item: { id: 'song1' } });
    await rig.handlers.resume({ id: FRONT });
    await until(rig.zone, ({ status, durationMs }) => status === 'playing' && durationMs === LENGTH_MS);
    expect(rig.zone().positionMs).toBeGreaterThanOrEqual(6_000);
    expect(rig.zone().positionMs).toBeLessThan(20_000);
  });
});
