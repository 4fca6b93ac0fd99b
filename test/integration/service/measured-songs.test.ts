import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { expect, it, vi } from 'vitest';

import { scanned } from '#test/integration/service/support/asking';
import { ffmpeg } from '#test/support/sounds';
import { startService } from '#test/support/service';
import { makeTempFolder } from '#test/support/temp-folder';
import { until } from '#test/support/until';

vi.setConfig({ testTimeout: 120_000 });

it('measures songs only once they are to be equally loud', async () => {
  await using folder = await makeTempFolder();
  const [stick, data] = [join(folder.path, 'STICK'), join(folder.path, 'data')];
  await mkdir(stick);
  await ffmpeg('-f', 'lavfi', '-i', 'aevalsrc=0.1*sin(2*PI*440*t):s=44100:d=20', join(stick, 'song.mp3'));
  await using service = await startService({ media: [stick], data });
  await scanned(service);
  expect(measured(data)).toEqual([{ isMeasured: 0, gainDb: null }]);

  await service.client.call('changeSettings', { loudness: { mode: 'auto', preampDb: 0, isMeasuring: true } });
  await until(() => measured(data)[0]?.isMeasured === 1, { limitMs: 60_000, everyMs: 200 });
  expect(measured(data)[0]?.gainDb).toBeCloseTo(6, 0);
});

function measured(data: string): { readonly isMeasured: number; readonly gainDb: number | null }[] {
  const db = new SqliteDatabase(join(data, 'library.db'), { readonly: true });
  try {
    return db
      .prepare<[], { isMeasured: number; gainDb: number | null }>(
        'SELECT is_measured AS isMeasured, measured_gain_db AS gainDb FROM track',
      )
      .all();
  } finally {
    db.close();
  }
}
