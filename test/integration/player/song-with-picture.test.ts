import { join } from 'node:path';
import { expect, it, vi } from 'vitest';

import { trackId, videoId } from '#contract/entities/ids';
import { askMpv } from '#test/integration/player/support/ask-mpv';
import { REAR, startRig, ZONES } from '#test/integration/player/support/rig';
import { ffmpeg, picture, tone } from '#test/support/sounds';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';
import { film, song } from '#test/unit/player/support/memory-catalog';

vi.setConfig({ testTimeout: 90_000 });

it('is heard and not seen, whatever may be shown, and the film that follows it is seen', async () => {
  await using folder = await makeTempFolder();
  const path = (name: string) => join(folder.path, name);
  const filmed = [...picture(30), ...tone(440, 30), '-c:v', 'mpeg4', '-c:a', 'aac'];
  for (const name of ['song.mka', 'film.mkv']) await ffmpeg(...filmed, '-f', 'matroska', path(name));
  await ffmpeg(...picture(30), ...tone(440, 30), '-c:v', 'mpeg4', '-c:a', 'aac', path('long.m4a'));
  const items = [
    song('song', Buffer.from(path('song.mka'))),
    film('film', Buffer.from(path('film.mkv'))),
    song('long', Buffer.from(path('long.m4a'))),
  ];
  const rig = await startRig({ items, zones: ZONES });
  const seen = () => askMpv(join(rig.runtimeDir, 'mpv-rear.sock'), 'vid');
  const on = (id: string) => until(() => rig.zone(REAR).item?.id === id && rig.zone(REAR).speed === 1);
  const toItsEnd = () => rig.handlers.seek({ id: REAR, positionMs: 29_000 });
  try {
    await until(() => rig.isReady(REAR));
    await rig.handlers.play({ id: REAR, trackId: trackId.parse('song') });
    await on('song');
    expect(await seen()).toBe(false);
    await toItsEnd();
    await on('film');
    expect(await seen()).toBe(1);
    await toItsEnd();
    await on('long');
    rig.service.admissionChanged();
    expect(await seen()).toBe(false);

    await rig.handlers.play({ id: REAR, videoId: videoId.parse('film') });
    await on('film');
    expect(await seen()).toBe(1);
  } finally {
    await rig.close();
  }
});
