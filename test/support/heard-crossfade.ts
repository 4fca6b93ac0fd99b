import { levelsOf, SINK_RATE, WINDOW_MS } from '#test/support/null-sink';

/** The amplitude of the old song is a quarter of a cosine: these shares of it are passed after these shares of the length. */
const HIGH = { share: 0.9, at: (2 / Math.PI) * Math.acos(0.9) };
const LOW = { share: 0.1, at: (2 / Math.PI) * Math.acos(0.1) };
const SILENT = 0.001;
const SEAM_MS = 20;
const SUM_WINDOW_MS = 100;

export interface CrossfadeHeard {
  /** Where it begins, in samples. */
  readonly from: number;
  readonly lengthMs: number;
  /** The longest run of next to nothing from before it to behind it. */
  readonly silenceMs: number;
  /** How far the old tone is from a pure one around its beginning, at its furthest, against its own amplitude. */
  readonly seam: number;
  /** How far the sum is from what was before, at its furthest, in dB. */
  readonly sumOffDb: number;
}

/** A recording of a tone that is faded into another one of the same level; undefined where none is in it. */
export function heardCrossfade(samples: Float64Array, fromHz: number): CrossfadeHeard | undefined {
  const levels = levelsOf(samples, fromHz).map((db) => 10 ** (db / 20));
  const full = Math.max(...levels);
  const before = (share: number) => levels.findLastIndex((level) => level > share * full);
  const passed = (share: number) => {
    const last = before(share);
    const [above = 0, below = 0] = [levels[last], levels[last + 1]].map((level) => (level ?? 0) / full);
    return (last + (above - share) / (above - below) + 0.5) * WINDOW_MS;
  };
  if (before(HIGH.share) === -1 || before(LOW.share) >= levels.length - 1) return undefined;
  const lengthMs = (passed(LOW.share) - passed(HIGH.share)) / (LOW.at - HIGH.at);
  const from = samplesIn(passed(HIGH.share) - HIGH.at * lengthMs);
  const whole = samples.subarray(from - samplesIn(500), from + samplesIn(lengthMs + 500));
  const around = samples.subarray(from - samplesIn(SEAM_MS), from + samplesIn(SEAM_MS));
  return {
    ...{ from, lengthMs },
    silenceMs: longestSilenceMs(whole),
    seam: impurity(around, fromHz) / full,
    sumOffDb: furthestDb(whole),
  };
}

/** How far the level of a part goes from that of its beginning, at its furthest. */
export function furthestDb(samples: Float64Array): number {
  const size = samplesIn(SUM_WINDOW_MS);
  const levels = Array.from({ length: Math.floor(samples.length / size) }, (_none, at) => {
    const part = samples.subarray(at * size, (at + 1) * size);
    return 10 * Math.log10(part.reduce((sum, value) => sum + value * value, 1e-12) / size);
  });
  const first = levels.slice(0, 4).reduce((sum, level) => sum + level / 4, 0);
  return Math.max(...levels.map((level) => Math.abs(level - first)));
}

export function longestSilenceMs(samples: Float64Array): number {
  let [longest, run] = [0, 0];
  for (const value of samples) {
    run = Math.abs(value) < SILENT ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return (longest * 1_000) / SINK_RATE;
}

/** How far a sample is from what those before it promise, at its furthest; next to nothing for a tone without a seam. */
export function impurity(samples: Float64Array, hertz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / SINK_RATE);
  let most = 0;
  for (let at = 2; at < samples.length; at += 1) {
    const [before = 0, last = 0, here = 0] = [samples[at - 2], samples[at - 1], samples[at]];
    most = Math.max(most, Math.abs(here - turn * last + before));
  }
  return most;
}

function samplesIn(ms: number): number {
  return Math.max(0, Math.round((ms * SINK_RATE) / 1_000));
}
