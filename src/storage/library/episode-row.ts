import type { Episode } from '#contract/entities/episode';
import { seriesId } from '#kernel/derive-id';
import { episodeOf } from '#kernel/episode-of';

/** What a film is of a series, by its path on the stick as it is shown. */
export function episodeAt(path: string): Episode | null {
  const name = episodeOf(path);
  if (!name) return null;
  const { series, seriesKey, season, episode, title = null } = name;
  return { seriesId: seriesId(seriesKey), series, season, number: episode, title };
}
