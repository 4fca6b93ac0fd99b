import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { inWords, type Figures } from '#test/bench/figure';
import type { BenchOptions } from '#test/bench/options';
import { measureCrossfade } from '#test/bench/sound/crossfade';
import { measureGapless } from '#test/bench/sound/gapless';
import { measureLoudness } from '#test/bench/sound/loudness';
import { measureUntagged } from '#test/bench/sound/measured';
import { measureNext } from '#test/bench/sound/next';
import { measurePeaks } from '#test/bench/sound/peaks';
import { measurePrompts } from '#test/bench/sound/prompts';
import { measureQueue } from '#test/bench/sound/queue';
import type { SoundPart } from '#test/bench/sound/sound-part';
import { measureSpeedVolume } from '#test/bench/sound/speed-volume';
import { measureStart } from '#test/bench/sound/start';
import { benchEntry } from '#test/bench/subject';
import { canRun } from '#test/support/can-run';
import { makeTempFolder } from '#test/support/temp-folder';

interface Listening {
  readonly listen: SoundPart;
  readonly needs: readonly string[];
}

const PLAYER = ['mpv', 'ffmpeg'];
/** Recorded in real time. */
const SINK = [...PLAYER, 'pulseaudio', 'parec', 'pactl'];

const PARTS: Readonly<Record<string, Listening>> = {
  gapless: { listen: measureGapless, needs: PLAYER },
  crossfade: { listen: measureCrossfade, needs: SINK },
  loudness: { listen: measureLoudness, needs: PLAYER },
  peaks: { listen: measurePeaks, needs: PLAYER },
  measured: { listen: measureUntagged, needs: PLAYER },
  next: { listen: measureNext, needs: [...SINK, 'pacat'] },
  queue: { listen: measureQueue, needs: SINK },
  prompts: { listen: measurePrompts, needs: SINK },
  start: { listen: measureStart, needs: SINK },
  speed: { listen: measureSpeedVolume, needs: SINK },
};

interface Outcome {
  readonly heard?: Readonly<Record<string, Figures>>;
  readonly missing?: string;
  readonly failed?: string;
}

/** What is heard of the running service, measured on its samples: each figure beside what it is to be. */
export async function benchSound(options: BenchOptions): Promise<object> {
  await using scratch = await makeTempFolder();
  options.say(`service: ${benchEntry()}`);
  const parts: Record<string, Outcome> = {};
  for (const [name, part] of Object.entries(PARTS)) {
    const folder = join(scratch.path, name);
    await mkdir(folder);
    const outcome = await outcomeOf(part, folder, options);
    parts[name] = outcome;
    for (const line of linesOf(outcome)) options.say(`${name}, ${line}`);
  }
  return { service: benchEntry(), parts };
}

/** What one part lacks, or stumbles over, takes nothing from the others. */
async function outcomeOf({ listen, needs }: Listening, folder: string, options: BenchOptions): Promise<Outcome> {
  const missing = needs.filter((program) => !canRun(program, '--version'));
  if (missing.length > 0) return { missing: missing.join(', ') };
  try {
    return { heard: await listen({ folder, options }) };
  } catch (error) {
    process.exitCode = 1;
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

function linesOf({ heard = {}, missing, failed }: Outcome): string[] {
  if (missing !== undefined) return [`not measured here: ${missing} not installed`];
  if (failed !== undefined) return [`FAILED: ${failed}`];
  return Object.entries(heard).map(([what, figures]) => `${what}: ${inWords(figures)}`);
}
