import type { FilmFolder } from '#contract/entities/film-folder';
import { words } from '#renderer/shared/i18n/words.ts';
import { joinWithDots } from '#renderer/shared/text/format.ts';

/** How much is in a folder, and in which one it is itself: `2 films · Pingu`. */
export function filmFolderLine({ filmCount, path }: FilmFolder): string {
  return joinWithDots([words.video.films(filmCount), path.split('/').at(-2) ?? '']);
}
