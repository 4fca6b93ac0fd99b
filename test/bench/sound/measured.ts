import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';

import { atMost, told } from '#test/bench/figure';
import type { SoundPart } from '#test/bench/sound/sound-part';
import { benchEntry } from '#test/bench/subject';
import { untilLookedThrough } from '#test/support/looked-through';
import { LOUD_SONGS, writeLoudSong } from '#test/support/loud-songs';
import { startService } from '#test/support/service';
import { until } from '#test/support/until';

const REFERENCE_LUFS = -18;
const MOST_OFF_LU = 0.5;

/** Songs without tags: what the service finds in the background, against ebur128's own. */
export const measureUntagged: SoundPart = async ({ folder }) => {
  const [stick, tagged, data] = [join(folder, 'STICK'), join(folder, 'tagged'), join(folder, 'data')];
  for (const one of [stick, tagged]) await mkdir(one);
  const wanted = new Map<string, number>();
  for (const name of LOUD_SONGS) {
    const { lufs } = await writeLoudSong(name, tagged, stick);
    wanted.set(`plain-${name}`, REFERENCE_LUFS - lufs);
  }
  await using service = await startService({ media: [stick], data, entry: benchEntry() });
  await untilLookedThrough(service.client);
  const startedMs = performance.now();
  await service.client.call('changeSettings', { loudness: { mode: 'auto', preampDb: 0, isMeasuring: true } });
  const gains = await until(() => gainsIn(data, wanted.size), { limitMs: 120_000, everyMs: 200 });
  const seconds = (performance.now() - startedMs) / 1_000;
  const off = [...wanted].map(([name, gainDb]) => Math.abs((gains.get(name) ?? Number.NaN) - gainDb));
  return {
    'songs without tags': {
      furthestOff: atMost(Math.max(...off), MOST_OFF_LU, 'LU'),
      songs: told(gains.size, ''),
      measuredWithin: told(seconds, 's'),
    },
  };
};

/** By the names of their files, once so many are known. */
function gainsIn(data: string, count: number): ReadonlyMap<string, number> | undefined {
  const db = new SqliteDatabase(join(data, 'library.db'), { readonly: true });
  try {
    const rows = db
      .prepare<[], { path: Buffer | string; gainDb: number }>(
        `SELECT f.path, t.measured_gain_db AS gainDb FROM track t JOIN file f ON f.key = t.key
          WHERE t.measured_gain_db IS NOT NULL`,
      )
      .all();
    if (rows.length < count) return undefined;
    return new Map(rows.map(({ path, gainDb }) => [basename(path.toString()), gainDb]));
  } finally {
    db.close();
  }
}
