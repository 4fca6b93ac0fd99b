import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';

import { videoId } from '#contract/entities/ids';
import { askMpv } from '#test/integration/player/support/ask-mpv';
import { REAR, startRig, ZONES } from '#test/integration/player/support/rig';
import { ffmpeg, tone } from '#test/support/sounds';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';
import { film } from '#test/unit/player/support/memory-catalog';
import { MemoryZoneState } from '#test/unit/player/support/memory-zone-state';

vi.setConfig({ testTimeout: 90_000 });

it('is combed out, and has its subtitles once, also when the next service takes it over', async () => {
  await using folder = await makeTempFolder();
  const path = join(folder.path, 'combed.mpg');
  await ffmpeg(
    ...['-f', 'lavfi', '-i', 'testsrc=size=160x120:rate=25:duration=120', ...tone(440, 120)],
    ...['-vf', 'setfield=tff', '-c:v', 'mpeg2video', '-flags', '+ildct+ilme', '-c:a', 'mp2', path],
  );
  await writeFile(join(folder.path, 'combed.de.srt'), '1\n00:00:00,000 --> 00:02:00,000\nHallo\n');
  const runtimeDir = join(folder.path, 'run');
  const socket = join(runtimeDir, 'mpv-rear.sock');
  const options = {
    items: [film('combed', Buffer.from(path))],
    zones: ZONES,
    state: new MemoryZoneState(),
    runtimeDir,
  };
  const subtitles = [{ language: 'de', title: null }];

  const first = await startRig(options);
  await until(() => first.isReady(REAR));
  await first.handlers.play({ id: REAR, videoId: videoId.parse('combed') });
  await until(() => first.zone(REAR).subtitleTracks.length > 0);
  expect(first.zone(REAR).subtitleTracks).toMatchObject(subtitles);
  await until(async () => (await askMpv(socket, 'deinterlace')) === true);
  const pid = first.pid(REAR);
  const copy = join(runtimeDir, 'subtitles-rear', '0.srt');
  const { mtimeMs } = await stat(copy);
  first.service.flush();

  const next = await startRig(options);
  try {
    await until(() => next.zone(REAR).subtitleTracks.length > 0);
    await until(async () => (await stat(copy)).mtimeMs > mtimeMs);
    // Asked last, so that all that was said to the player before has been done.
    expect(await askMpv(socket, 'pid')).toBe(pid);
    expect(await askMpv(socket, 'deinterlace')).toBe(true);
    expect(await askMpv(socket, 'track-list/count')).toBe(3);
    expect(next.zone(REAR)).toMatchObject({ status: 'playing', subtitleTracks: subtitles });
  } finally {
    await Promise.all([first.close(), next.close()]);
  }
});
