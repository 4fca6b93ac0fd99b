import { join } from 'node:path';
import { expect, it, vi } from 'vitest';

import { videoId } from '#contract/entities/ids';
import { askMpv } from '#test/integration/player/support/ask-mpv';
import { REAR, startRig, ZONES } from '#test/integration/player/support/rig';
import { ffmpeg, picture, tone } from '#test/support/sounds';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';
import { film } from '#test/unit/player/support/memory-catalog';
import { MemoryZoneState } from '#test/unit/player/support/memory-zone-state';

vi.setConfig({ testTimeout: 90_000 });

const AT_MS = 30_000;

it('takes the film of a screen that goes off the player, and puts it on where it was, also after a start', async () => {
  await using folder = await makeTempFolder();
  const path = join(folder.path, 'film.mkv');
  await ffmpeg(...picture(120), ...tone(440, 120), '-c:v', 'mpeg4', '-c:a', 'aac', path);
  const state = new MemoryZoneState();
  const options = { items: [film('film', Buffer.from(path))], zones: ZONES, state };

  const first = await startRig(options);
  try {
    await until(() => first.isReady(REAR));
    await first.handlers.play({ id: REAR, videoId: videoId.parse('film') });
    await first.handlers.seek({ id: REAR, positionMs: AT_MS });
    await until(() => first.zone(REAR).speed === 1 && first.positionMs(REAR) > AT_MS);

    first.driving.screens = 1;
    first.service.admissionChanged();
    expect(first.zone(REAR)).toMatchObject({ status: 'waiting', waitsFor: 'screen' });
    await until(async () => (await askMpv(join(first.runtimeDir, 'mpv-rear.sock'), 'idle-active')) === true);
  } finally {
    await first.close();
  }
  const { positionMs } = first.zone(REAR);

  const next = await startRig({ ...options, screens: 1 });
  try {
    await until(() => next.isReady(REAR));
    expect(next.zone(REAR)).toMatchObject({ status: 'waiting', waitsFor: 'screen', positionMs });
    next.driving.screens = 2;
    next.service.admissionChanged();
    await until(() => next.zone(REAR).speed === 1);
    expect(next.zone(REAR)).toMatchObject({ status: 'playing', waitsFor: null });
    expect(next.positionMs(REAR)).toBeGreaterThanOrEqual(positionMs);
    expect(await askMpv(join(next.runtimeDir, 'mpv-rear.sock'), 'vid')).toBe(1);
  } finally {
    await next.close();
  }
});
