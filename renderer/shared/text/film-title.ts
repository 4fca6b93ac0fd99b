import type { Episode } from '#contract/entities/episode';

interface Titled {
  readonly title: string;
  readonly episode: Episode | null;
}

/** `1×02`. */
export function episodeMark({ season, number }: Pick<Episode, 'season' | 'number'>): string {
  return `${String(season)}×${String(number).padStart(2, '0')}`;
}

/** `Lantern 1×02`; of a film that is of no series, its title. */
export function filmTitle({ title, episode }: Titled): string {
  return episode ? `${episode.series} ${episodeMark(episode)}` : title;
}

/** Beside others of its series: `1×02 Storm Warnings`. */
export function titleInSeries({ title, episode }: Titled): string {
  if (!episode) return title;
  return episode.title === null ? episodeMark(episode) : `${episodeMark(episode)} ${episode.title}`;
}
