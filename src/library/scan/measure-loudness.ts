import { setTimeout } from 'node:timers/promises';

import type { LoudnessStore, MeasuredSong, ScanRequest, UnmeasuredSong } from '#library/ports';
import type { LoudnessMeter } from '#library/scan/scan-ports';

export interface MeasureLoudnessDeps {
  readonly store: LoudnessStore;
  readonly meter: LoudnessMeter;
  /** Sticks are looked through first. */
  readonly isBusy: () => boolean;
}

const BATCH = 50;
/** Each alone would wear the card more than the music does. */
const SONGS_PER_WRITE = 20;
const LOOK_AGAIN_MS = 1_000;
/** Then the stick is gone, or there is no ffmpeg. */
const FAILURES_TO_STOP = 3;

/** Measures the songs of which no tag tells how loud they are, one at a time, until there are no more. */
export async function measureLoudness(
  deps: MeasureLoudnessDeps,
  request: Pick<ScanRequest, 'volumeId' | 'mountPoint'>,
  signal: AbortSignal,
): Promise<void> {
  const seen = new Set<string>();
  for (;;) {
    const songs = deps.store.unmeasured(request.volumeId, BATCH).filter(({ id }) => !seen.has(id));
    if (songs.length === 0) return;
    for (const { id } of songs) seen.add(id);
    if (!(await measureAll(deps, request.mountPoint, songs, signal))) return;
  }
}

/** False when it was given up. What was measured is kept, also of one that is called off. */
async function measureAll(
  { store, meter, isBusy }: MeasureLoudnessDeps,
  mountPoint: Buffer,
  songs: readonly UnmeasuredSong[],
  signal: AbortSignal,
): Promise<boolean> {
  const measured: MeasuredSong[] = [];
  let failuresInARow = 0;
  try {
    for (const { id, ...file } of songs) {
      while (isBusy()) await setTimeout(LOOK_AGAIN_MS, undefined, { signal });
      const startedMs = performance.now();
      const found = await meter.measure({ mountPoint, ...file }, signal);
      signal.throwIfAborted();
      failuresInARow = found === 'failed' ? failuresInARow + 1 : 0;
      if (failuresInARow >= FAILURES_TO_STOP) return false;
      if (found !== 'failed') measured.push({ id, measured: found === 'unreadable' ? undefined : found });
      if (measured.length >= SONGS_PER_WRITE) store.saveMeasured(measured.splice(0));
      // Half of the time the stick belongs to whoever plays from it.
      await setTimeout(performance.now() - startedMs, undefined, { signal });
    }
    return true;
  } finally {
    if (measured.length > 0) store.saveMeasured(measured);
  }
}
