import { levelsOf, SINK_RATE, WINDOW_MS } from '#test/support/null-sink';

/** A tone of full scale is there from here on. */
const THERE_DB = -20;
const LONGEST_S = 4;

/** From a sample of a recording to the end of the first 20 ms in which a tone is there; undefined where it does not come. */
export function heardAfterMs(samples: Float64Array, from: number, frequencyHz: number): number | undefined {
  const levels = levelsOf(samples.subarray(from, from + LONGEST_S * SINK_RATE), frequencyHz);
  const first = levels.findIndex((db) => db > THERE_DB);
  return first === -1 ? undefined : (first + 1) * WINDOW_MS;
}
