import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { inWords, type Figures } from '#test/bench/figure';
import type { FilmPart } from '#test/bench/film/film-part';
import { measureSend } from '#test/bench/film/send';
import { measureShapes } from '#test/bench/film/shapes';
import { measureSubtitles } from '#test/bench/film/subtitles';
import type { BenchOptions } from '#test/bench/options';
import { benchEntry } from '#test/bench/subject';
import { canRun } from '#test/support/can-run';
import { makeTempFolder } from '#test/support/temp-folder';

const PARTS: Readonly<Record<string, FilmPart>> = {
  'round on': measureShapes,
  subtitles: measureSubtitles,
  'sent between zones': measureSend,
};

/** What is seen on the rear screen of the running service, measured on its pixels; `--pictures DIR` keeps them. */
export async function benchFilm(options: BenchOptions): Promise<object> {
  const missing = ['Xvfb', 'mpv', 'ffmpeg'].filter((program) => !canRun(program, '-version'));
  if (missing.length > 0) {
    options.say(`not measured here: ${missing.join(', ')} not installed`);
    return { missing };
  }
  await using scratch = await makeTempFolder();
  const pictures = options.pictures === undefined ? undefined : resolve(options.pictures);
  if (pictures !== undefined) await mkdir(pictures, { recursive: true });
  options.say(`service: ${benchEntry()}`);
  const parts: Record<string, Readonly<Record<string, Figures>>> = {};
  for (const [name, measure] of Object.entries(PARTS)) {
    const folder = join(scratch.path, name);
    await mkdir(folder);
    const lines = await measure({ folder, pictures });
    for (const [what, figures] of Object.entries(lines)) options.say(`${name} ${what}: ${inWords(figures)}`);
    parts[name] = lines;
  }
  if (pictures !== undefined) options.say(`pictures: ${pictures}`);
  return { service: benchEntry(), parts };
}
