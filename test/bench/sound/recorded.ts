import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { LoudnessSetting } from '#contract/entities/loudness';
import type { ResponseOf } from '#contract/routes';
import { FRONT } from '#test/bench/sound/heard';
import { benchEntry } from '#test/bench/subject';
import { firstOf } from '#test/support/first-of';
import { untilLookedThrough } from '#test/support/looked-through';
import { startService, type RunningService } from '#test/support/service';
import { ffmpeg } from '#test/support/sounds';
import { until } from '#test/support/until';

/** A recording does not wait for the next song to be asked for: on a busy machine it may come too late, and into a file of its own. */
const MOST_TRIES = 6;

/** The built service with a stick that it knows, recorded into WAV files below `folder`, as fast as it can be decoded. */
export async function startRecorded(stick: string, folder: string): Promise<RunningService> {
  const service = await startService({ media: [stick], entry: benchEntry(), audioOutput: `pcm:${folder}` });
  await untilLookedThrough(service.client);
  await service.client.call('setVolume', { id: FRONT, percent: 100 });
  return service;
}

/** Plays a queue to its end; gives the new files, in order: one where all follows without a gap. */
export async function playIntoFiles(
  { client }: RunningService,
  folder: string,
  play: () => Promise<ResponseOf<'play'>>,
): Promise<readonly string[]> {
  for (let tries = 1; ; tries += 1) {
    const before = new Set(await wavsIn(folder));
    await play();
    await until(async () => (await client.call('getZone', { id: FRONT })).status === 'stopped', { limitMs: 60_000 });
    const files = (await wavsIn(folder)).filter((file) => !before.has(file));
    if (files.length === 1 || tries === MOST_TRIES) return files;
  }
}

/** The only album from its first song to its last, in one file, as loud as the setting has it. */
export async function playAlbum(
  service: RunningService,
  folder: string,
  setting: Omit<LoudnessSetting, 'isMeasuring'>,
): Promise<string> {
  const { client } = service;
  await client.call('changeSettings', { loudness: { ...setting, isMeasuring: false } });
  const album = firstOf((await client.call('listAlbums', { limit: 1 })).items);
  const parts = await playIntoFiles(service, folder, () => client.call('play', { id: FRONT, albumId: album.id }));
  const whole = join(folder, '..', `${setting.mode}${String(setting.preampDb)}.wav`);
  const inputs = parts.flatMap((part) => ['-i', part]);
  await ffmpeg(...inputs, '-filter_complex', `concat=n=${String(parts.length)}:v=0:a=1`, whole);
  return whole;
}

async function wavsIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.wav'));
  const collator = new Intl.Collator('en', { numeric: true });
  return names.toSorted((one, other) => collator.compare(one, other)).map((name) => join(folder, name));
}
