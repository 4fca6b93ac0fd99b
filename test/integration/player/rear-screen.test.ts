import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { videoId } from '#contract/entities/ids';
import type { ScreenSetting } from '#contract/entities/zone-setting';
import { REAR, startRig, ZONES, type Rig } from '#test/integration/player/support/rig';
import { canRun } from '#test/support/can-run';
import { DISC_FILMS, discOn, SCREENS, SUBTITLES, writeDiscFilm, writingOn } from '#test/support/disc-film';
import { openScreen, type Box } from '#test/support/screen';
import { film } from '#test/unit/player/support/memory-catalog';
import { until } from '#test/support/until';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

let folder: string;
let rig: Rig | undefined;
let screen: Awaited<ReturnType<typeof openScreen>> | undefined;

const hasScreens = canRun('Xvfb', '-help');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carputer-screen-'));
  for (const [name, plan] of Object.entries(DISC_FILMS)) await writeDiscFilm(join(folder, name), plan);
  await writeFile(join(folder, 'circle.de.srt'), Buffer.from(SUBTITLES, 'latin1'));
  await writeFile(join(folder, 'circle.en.srt'), SUBTITLES);
  await writeFile(join(folder, 'circle.m3u.srt'), `#EXTM3U\n${join(folder, 'wide.mkv')}\n`);
  await symlink('/etc/passwd', join(folder, 'circle.link.srt'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(async () => {
  await rig?.close();
  screen?.close();
  vi.unstubAllEnvs();
});

async function play(name: string, width: number, height: number, setting: Partial<ScreenSetting> = {}) {
  screen = await openScreen(width, height);
  vi.stubEnv('DISPLAY', screen.display);
  const items = Object.keys(DISC_FILMS).map((one) => film(one, Buffer.from(join(folder, one))));
  const zones = ZONES.map((zone) => ({ ...zone, screen: { ...zone.screen, ...setting } }));
  rig = await startRig({ items, zones, videoOutput: 'x11' });
  await until(() => rig?.isReady(REAR));
  await rig.handlers.play({ id: REAR, videoId: videoId.parse(name) });
  const { shot } = screen;
  return { rig, disc: () => until(async () => discOn(await shot())), shot };
}

function roundness({ width, height }: Box): number {
  return width / height;
}

describe.skipIf(!hasScreens)('a film on the rear screen', () => {
  it.each(SCREENS)('is round on $name', async ({ film: name, width, height, shape, round }) => {
    const { disc } = await play(name, width, height, { shape });
    expect(Math.abs(roundness(await disc()) / round - 1)).toBeLessThan(0.02);
  });

  it('stays within what an old television shows', async () => {
    const { rig: zones, shot } = await play('wide.mkv', 720, 576, { safeAreaPercent: 10, subtitleSize: 'large' });
    const wide = await until(async () => discOn(await shot()));
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
    expect(writingOn(await shot())).toBeUndefined();

    const boxes: Box[] = [];
    for (const { index } of subtitleTracks) {
      await zones.handlers.setSubtitleTrack({ id: REAR, index });
      await until(() => zones.zone(REAR).subtitleTracks[index]?.isSelected);
      boxes.push(await until(async () => writingOn(await shot())));
      await zones.handlers.setSubtitleTrack({ id: REAR, index: null });
      await until(async () => writingOn(await shot()) === undefined);
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
