import { setTimeout } from 'node:timers/promises';

import type { LoudnessStore, ScanRequest } from '#library/ports';
import type { LoudnessMeter } from '#library/scan/scan-ports';

export interface MeasureLoudnessDeps {
  readonly store: LoudnessStore;
  readonly meter: LoudnessMeter;
  /** Sticks are looked through first. */
  readonly isBusy: () => boolean;
}

const BATCH = 50;
const LOOK_AGAIN_MS = 1_000;
/** Then the stick is gone, or there is no ffmpeg. */
const FAILURES_TO_STOP = 3;

/** Measures the songs of which no tag tells how loud they are, one at a time, until there are no more. */
export async function measureLoudness(
  { store, meter, isBusy }: MeasureLoudnessDeps,
  { volumeId, mountPoint }: Pick<ScanRequest, 'volumeId' | 'mountPoint'>,
  signal: AbortSignal,
): Promise<void> {
  const seen = new Set<string>();
  let failuresInARow = 0;
  for (;;) {
    const songs = store.unmeasured(volumeId, BATCH).filter(({ id }) => !seen.has(id));
    if (songs.length === 0) return;
    for (const { id, path } of songs) {
      while (isBusy()) await setTimeout(LOOK_AGAIN_MS, undefined, { signal });
      const startedMs = performance.now();
      const found = await meter.measure({ mountPoint, path }, signal);
      signal.throwIfAborted();
      seen.add(id);
      failuresInARow = found === 'failed' ? failuresInARow + 1 : 0;
      if (failuresInARow >= FAILURES_TO_STOP) return;
      if (found !== 'failed') store.saveMeasured(id, found === 'unreadable' ? undefined : found);
      // Half of the time the stick belongs to whoever plays from it.
      await setTimeout(performance.now() - startedMs, undefined, { signal });
    }
  }
}
