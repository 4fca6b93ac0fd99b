import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { trackId } from '#contract/entities/ids';
import { mpvAudioDevices } from '#player/adapters/mpv/mpv-audio-devices';
import { FRONT, REAR, startRig, ZONES, type Rig } from '#test/integration/player/support/rig';
import { boxOf, openScreen } from '#test/support/screen';
import { ffmpeg, pitches, readWav, tone } from '#test/support/sounds';
import { canRun } from '#test/support/can-run';
import { until } from '#test/support/until';
import { song, type CatalogItem } from '#test/unit/player/support/memory-catalog';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

let folder: string;
let rig: Rig | undefined;
let items: CatalogItem[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carputer-tones-'));
  items = await Promise.all(
    [1_000, 1_200].map(async (pitch) => {
      const path = join(folder, `${String(pitch)}.flac`);
      await ffmpeg(...tone(pitch, 120), path);
      return song(String(pitch), Buffer.from(path));
    }),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(async () => {
  await rig?.close();
  rig = undefined;
  vi.unstubAllEnvs();
});

describe('a test of a zone', () => {
  it('is played in between, and the song goes on where it was', async () => {
    const zones = (rig = await startRig({ items }));
    await until(() => zones.isReady());
    await zones.handlers.play({ id: FRONT, trackId: trackId.parse('1000') });
    await zones.handlers.seek({ id: FRONT, positionMs: 60_000 });
    await until(() => zones.zone().speed === 1 && zones.positionMs() > 60_200);

    await zones.handlers.testZone({ id: FRONT, what: 'tone' });
    await until(() => zones.zone().speed === 0);
    const stoodMs = zones.zone().positionMs;
    await until(() => zones.zone().speed === 1);

    expect(zones.zone()).toMatchObject({ status: 'playing', item: { id: '1000' }, queueLength: 2 });
    expect(Math.abs(zones.zone().positionMs - stoodMs)).toBeLessThan(1_000);
    await zones.handlers.seek({ id: FRONT, positionMs: 119_000 });
    await until(() => zones.zone().item?.id === '1200' && zones.zone().speed === 1);
  });

  it('sounds left, then right, then on both sides', async () => {
    const zones = (rig = await startRig({ items, output: 'pcm' }));
    await until(() => zones.isReady());

    await zones.handlers.testZone({ id: FRONT, what: 'tone' });

    const left = await until(async () => {
      const [wav] = await zones.wavs();
      const samples = wav === undefined ? new Int16Array() : await readWav(wav);
      return samples.length >= 6 * 44_100 - 2_000 ? samples : undefined;
    });
    const second = (from: number) => left.subarray(from * 44_100, (from + 1) * 44_100);
    expect(pitches(second(0))).toEqual([450]);
    expect(pitches(second(2))).toEqual([]);
    expect(pitches(second(4))).toEqual([450]);
  });

  it('shows a circle that is round, on a screen that is not', async (ctx) => {
    if (!canRun('Xvfb', '-help')) ctx.skip('Xvfb is not installed');
    const screen = await openScreen(720, 576);
    vi.stubEnv('DISPLAY', screen.display);
    const composite = ZONES.map((zone) => ({ ...zone, screen: { ...zone.screen, shape: '4:3' as const } }));
    const zones = (rig = await startRig({ items, zones: composite, videoOutput: 'x11' }));
    await until(() => zones.isReady(REAR));

    await zones.handlers.testZone({ id: REAR, what: 'picture' });

    const disc = await until(async () => boxOf(await screen.shot(), isDark));
    screen.close();
    expect(Math.abs(disc.width / disc.height / (15 / 16) - 1)).toBeLessThan(0.03);
  });
});

it('lists the outputs of the installed mpv', async (ctx) => {
  if (!canRun('mpv', '--version')) ctx.skip('mpv is not installed');
  const devices = (await mpvAudioDevices('mpv')).map(({ device }) => device);
  expect(devices).toContain('auto');
});

/** The disc is almost black; the screen around the picture would be quite. */
function isDark(red: number, green: number, blue: number): boolean {
  return red > 8 && red < 30 && green > 8 && green < 34 && blue > 12 && blue < 40;
}
