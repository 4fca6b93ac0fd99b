import type { Figures } from '#test/bench/figure';

export interface FilmContext {
  /** Empty, and its own. */
  readonly folder: string;
  /** Where pictures are kept. */
  readonly pictures: string | undefined;
}

/** One line of figures for each thing that was looked at, by its name. */
export type FilmPart = (context: FilmContext) => Promise<Readonly<Record<string, Figures>>>;
