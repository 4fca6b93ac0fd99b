import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { makeScanning } from '#test/integration/library/scanning';
import { ffmpeg, tone } from '#test/support/sounds';

it('lists songs and books in Matroska with what their tags say', async () => {
  const { stick, library, scan } = await makeScanning();
  await mkdir(join(stick, 'Book'), { recursive: true });
  const tags = { title: 'Chapter One', artist: 'A. Reader', album: 'The Ford', genre: 'Audiobook' };
  await ffmpeg(
    ...tone(440, 12),
    ...Object.entries(tags).flatMap(([name, value]) => ['-metadata', `${name}=${value}`]),
    ...['-c:a', 'libvorbis', join(stick, 'Book', 'chap.mka')],
  );

  const summary = await scan();

  expect(summary.skipped).toBe(0);
  const { items } = library.tracks.list({ isOnlineOnly: false }, { offset: 0, limit: 10 });
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({ ...tags, path: 'Book/chap.mka' });
  expect(items[0]?.durationMs).toBeGreaterThan(11_900);
  expect(items[0]?.durationMs).toBeLessThan(12_200);
});
