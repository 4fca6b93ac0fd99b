import type { Figures } from '#test/bench/figure';
import type { BenchOptions } from '#test/bench/options';

export interface SoundContext {
  /** Empty, and its own. */
  readonly folder: string;
  readonly options: BenchOptions;
}

/** One line of figures for each thing that was listened to, by its name. */
export type SoundPart = (context: SoundContext) => Promise<Readonly<Record<string, Figures>>>;
