import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { atMost, told, type Figures } from '#test/bench/figure';
import { FRONT } from '#test/bench/sound/heard';
import { playIntoFiles, startRecorded } from '#test/bench/sound/recorded';
import type { SoundPart } from '#test/bench/sound/sound-part';
import { firstOf } from '#test/support/first-of';
import { readWav } from '#test/support/sounds';
import { joinHalves, seamOf, writeHalves } from '#test/support/split-song';

const FORMATS = ['mp3', 'flac', 'ogg', 'opus'];
const MOST_SILENT_MS = 2;
/** More is heard as a click that is not in the files. */
const MOST_STEP = 1.2;

/** The seam of a tone that was cut in two, in each format. */
export const measureGapless: SoundPart = async ({ folder }) => {
  const [stick, recorded] = [join(folder, 'STICK'), join(folder, 'recorded')];
  const floors: Record<string, number> = {};
  for (const format of FORMATS) {
    await mkdir(join(stick, format), { recursive: true });
    const joined = join(folder, `joined-${format}.wav`);
    await joinHalves(await writeHalves(folder, format, join(stick, format)), joined);
    floors[format] = seamOf(await readWav(joined)).stepRatio;
  }
  await using service = await startRecorded(stick, recorded);
  const { client } = service;
  const { id: volumeId } = firstOf(await client.call('listVolumes', {}));

  const lines: Record<string, Figures> = {};
  for (const format of FORMATS) {
    const files = await playIntoFiles(service, recorded, () =>
      client.call('play', { id: FRONT, volumeId, path: format }),
    );
    if (files.length !== 1) throw new Error(`${format}: ${String(files.length)} recordings of one queue`);
    const { longestSilenceMs, stepRatio } = seamOf(await readWav(firstOf(files)));
    lines[format] = {
      longestSilence: atMost(longestSilenceMs, MOST_SILENT_MS, 'ms'),
      stepAtTheSeam: atMost(
        stepRatio / (floors[format] ?? 1),
        MOST_STEP,
        'times that of the decoded files put together',
      ),
      againstTheUsualStep: told(stepRatio, 'times'),
    };
  }
  return lines;
};
