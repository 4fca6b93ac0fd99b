import { join } from 'node:path';

import { zoneId } from '#contract/entities/ids';
import { quantile } from '#test/bench/figure';
import { benchEntry } from '#test/bench/subject';
import { endPlayersOf } from '#test/support/left-players';
import { untilLookedThrough } from '#test/support/looked-through';
import { levelsOf, startNullSink, WINDOW_SAMPLES, type NullSink } from '#test/support/null-sink';
import { startService, type RunningService } from '#test/support/service';
import { until } from '#test/support/until';

export const FRONT = zoneId.parse('front');
/** What is louder is there: silence, and other tones, are far below. */
export const AUDIBLE_DB = -40;
const SILENT = 0.001;
const STEADY_WINDOWS = 40;
const SCAN_LIMIT_MS = 1_800_000;
const MOST_UNSTEADY_DB = 0.5;

export interface Heard extends AsyncDisposable {
  readonly service: RunningService;
  readonly client: RunningService['client'];
  readonly sink: NullSink;
}

/** The built service with a stick that it knows, recorded in real time; its data is below `folder`. */
export async function startHeard(folder: string, stick: string, flags: readonly string[] = []): Promise<Heard> {
  const data = join(folder, 'data');
  const sink = await startNullSink();
  const stopSink = () => sink[Symbol.asyncDispose]();
  try {
    const service = await startHeardService({ data, stick, sink, flags });
    return {
      ...{ service, client: service.client, sink },
      [Symbol.asyncDispose]: async () => {
        await service.stop();
        await endPlayersOf(data);
        await stopSink();
      },
    };
  } catch (error) {
    await stopSink();
    throw error;
  }
}

interface HeardPlan {
  readonly data: string;
  readonly stick: string;
  readonly sink: NullSink;
  readonly flags?: readonly string[];
}

/** On data that may be there from before. */
export async function startHeardService({ data, stick, sink, flags = [] }: HeardPlan): Promise<RunningService> {
  const plan = { data, media: [stick], audioOutput: 'pulse', env: sink.env, flags };
  const service = await startService({ ...plan, entry: benchEntry() });
  await untilLookedThrough(service.client, 1, SCAN_LIMIT_MS);
  return service;
}

/** Waits until what was played has left the recorder too: it is some time behind. */
export async function untilSilent(sink: NullSink): Promise<void> {
  await until(
    async () => {
      const last = await sink.samples(Math.max(0, (await sink.length()) - STEADY_WINDOWS * WINDOW_SAMPLES));
      return last.length >= STEADY_WINDOWS * WINDOW_SAMPLES && last.every((sample) => Math.abs(sample) < SILENT);
    },
    { limitMs: 40_000, everyMs: 100 },
  );
}

/** Waits until a tone is there and neither rises nor falls; gives its level in dB. */
export async function untilSteady(sink: NullSink, frequencyHz: number, isSo = (db: number) => db > AUDIBLE_DB) {
  return until(
    async () => {
      const last = await sink.samples(Math.max(0, (await sink.length()) - STEADY_WINDOWS * WINDOW_SAMPLES));
      const levels = levelsOf(last, frequencyHz);
      const db = quantile(levels, 0.5);
      const isSteady = levels.every((level) => Math.abs(level - db) < MOST_UNSTEADY_DB);
      return levels.length >= STEADY_WINDOWS && isSteady && isSo(db) ? db : undefined;
    },
    { limitMs: 40_000, everyMs: 100 },
  );
}
