import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { videoId } from '#contract/entities/ids';
import type { ScreenSetting } from '#contract/entities/zone-setting';
import { REAR, startRig, ZONES, type Rig } from '#test/integration/player/support/rig';
import { boxOf, openScreen, type Box } from '#test/integration/player/support/screen';
import { ffmpeg, tone } from '#test/integration/player/support/sounds';
import { film } from '#test/unit/player/support/memory-catalog';
import { until } from '#test/support/until';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

let folder: string;
let rig: Rig | undefined;
let screen: Awaited<ReturnType<typeof openScreen>> | undefined;

const hasScreens = canRun('Xvfb', '-help');
const CUES = '1\n00:00:00,000 --> 00:00:59,000\nGrüße, Mädchen\n';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carputer-screen-'));
  await makeFilm('circle.mkv', '1:1', '400x300');
  await makeFilm('wide.mkv', '64:45', '720x576');
  await writeFile(join(folder, 'circle.de.srt'), Buffer.from(CUES, 'latin1'));
  await writeFile(join(folder, 'circle.en.srt'), CUES);
  await writeFile(join(folder, 'circle.m3u.srt'), `#EXTM3U\n${join(folder, 'wide.mkv')}\n`);
  await symlink('/etc/passwd', join(folder, 'circle.link.srt'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(async () => {
  await rig?.close();
  screen?.close();
  vi.unstubAllEnvs();
});

/** A red disc in the middle of black that is round where `aspect` says what a pixel is; 60 s. */
async function makeFilm(name: string, aspect: string, size: string): Promise<void> {
  const [w = 1, h = 1] = aspect.split(':').map(Number);
  const round = `hypot((X-W/2)*${String(w / h)},Y-H/2)`;
  const picture = join(folder, `${name}.png`);
  await ffmpeg(
    ...['-f', 'lavfi', '-i', `color=black:size=${size}`, '-frames:v', '1'],
    ...['-vf', `geq=r='if(lt(${round},H*0.3),255,0)':g=0:b=0`, picture],
  );
  await ffmpeg(
    ...['-loop', '1', '-framerate', '5', '-t', '60', '-i', picture, ...tone(440, 60)],
    ...['-vf', `setsar=${aspect.replace(':', '/')}`, '-c:v', 'mpeg4', '-q:v', '2', '-g', '5'],
    ...['-c:a', 'pcm_s16le', join(folder, name)],
  );
}

async function play(name: string, width: number, height: number, setting: Partial<ScreenSetting> = {}) {
  screen = await openScreen(width, height);
  vi.stubEnv('DISPLAY', screen.display);
  const items = ['circle.mkv', 'wide.mkv'].map((one) => film(one, Buffer.from(join(folder, one))));
  const zones = ZONES.map((zone) => ({ ...zone, screen: { ...zone.screen, ...setting } }));
  rig = await startRig({ items, zones, videoOutput: 'x11' });
  await until(() => rig?.isReady(REAR));
  await rig.handlers.play({ id: REAR, videoId: videoId.parse(name) });
  const { shot } = screen;
  return { rig, disc: () => until(async () => boxOf(await shot(), isRed)), shot };
}

function isRed(red: number, green: number, blue: number): boolean {
  return red > 120 && green < 80 && blue < 80;
}

function isWhite(red: number, green: number, blue: number): boolean {
  return red > 180 && green > 180 && blue > 180;
}

function roundness({ width, height }: Box): number {
  return width / height;
}

describe.skipIf(!hasScreens)('a film on the rear screen', () => {
  it.each([
    ['a window', 'circle.mkv', 1024, 600, 'square_pixels', 1],
    ['PAL of 4:3', 'circle.mkv', 720, 576, '4:3', 15 / 16],
    ['NTSC of 4:3', 'circle.mkv', 720, 480, '4:3', 9 / 8],
    ['PAL of 16:9', 'circle.mkv', 720, 576, '16:9', 45 / 64],
    ['PAL of 4:3, made for 16:9', 'wide.mkv', 720, 576, '4:3', 15 / 16],
  ] as const)('is round on %s', async (_what, name, width, height, shape, ratio) => {
    const { disc } = await play(name, width, height, { shape });
    expect(Math.abs(roundness(await disc()) / ratio - 1)).toBeLessThan(0.02);
  });

  it('stays within what an old television shows', async () => {
    const { rig: zones, shot } = await play('wide.mkv', 720, 576, { safeAreaPercent: 10, subtitleSize: 'large' });
    const wide = await until(async () => boxOf(await shot(), isRed));
    expect(wide.height).toBeLessThan(576 * 0.8 * 0.62);
    expect(zones.zone(REAR).subtitleTracks).toEqual([]);
  });

  it('has the subtitles beside it, in Latin-1 too, readable and within the screen; no disguise and no link', async () => {
    const { rig: zones, shot } = await play('circle.mkv', 720, 576, { safeAreaPercent: 5 });
    const { subtitleTracks } = await until(() => {
      const zone = zones.zone(REAR);
      return zone.subtitleTracks.length >= 2 ? zone : undefined;
    });
    expect(subtitleTracks.map(({ language }) => language).toSorted()).toEqual(['de', 'en']);
    expect(boxOf(await shot(), isWhite)).toBeUndefined();

    const boxes: Box[] = [];
    for (const { index } of subtitleTracks) {
      await zones.handlers.setSubtitleTrack({ id: REAR, index });
      await until(() => zones.zone(REAR).subtitleTracks[index]?.isSelected);
      boxes.push(await until(async () => boxOf(await shot(), isWhite)));
      await zones.handlers.setSubtitleTrack({ id: REAR, index: null });
      await until(async () => boxOf(await shot(), isWhite) === undefined);
    }
    // The same words: the same letters, whatever the bytes were.
    expect(boxes[0]).toEqual(boxes[1]);
    const [{ left, top, width, height } = { left: 0, top: 0, width: 0, height: 0 }] = boxes;
    expect(height).toBeGreaterThan(20);
    expect(left).toBeGreaterThanOrEqual(36);
    expect(left + width).toBeLessThanOrEqual(720 - 36);
    expect(top + height).toBeLessThanOrEqual(576 - 28);
  });
});

function canRun(program: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
