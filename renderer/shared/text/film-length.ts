import type { Video } from '#contract/entities/video';
import { words } from '#renderer/shared/i18n/words.ts';
import { formatLength } from '#renderer/shared/text/format.ts';

/** `1 h 43`; `48 min left` of a film that goes on where it was left; nothing where nobody knows. */
export function filmLength({ durationMs, resumeMs }: Pick<Video, 'durationMs' | 'resumeMs'>): string {
  if (durationMs === null) return '';
  if (resumeMs === null || resumeMs >= durationMs) return formatLength(durationMs);
  return words.video.left(formatLength(durationMs - resumeMs));
}
