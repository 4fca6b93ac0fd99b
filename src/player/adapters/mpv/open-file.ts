import type { Chapter } from '#contract/entities/zone';
import type { MpvTrack } from '#player/adapters/mpv/mpv-media';
import type { Clip, NextLoad } from '#player/engine-port';

/** What was said of a load. */
export type SaidOfLoad = Pick<NextLoad, 'clip' | 'gainDb' | 'isFilm'>;

/** What mpv has open now. `isSettled` is false until the load, or a seek, has arrived where it should. */
export interface OpenFile {
  readonly loadId: number;
  readonly clip: Clip | undefined;
  readonly isFilm: boolean;
  gainDb: number | undefined;
  isSettled: boolean;
  isOpen: boolean;
  durationMs: number | undefined;
  audio: readonly MpvTrack[];
  subtitles: readonly MpvTrack[];
  /** The sound track that was chosen last. */
  soundId: number | undefined;
  isSeen: boolean;
  /** mpv has said that none can be heard. */
  hasNoOutput: boolean;
  chapters: readonly Chapter[];
  /** The last `media` event as text: mpv repeats itself. */
  told: string;
}

/** Nothing of it is known yet. */
export function openFile(loadId: number, { clip, gainDb, isFilm = false }: SaidOfLoad = {}): OpenFile {
  const unread = { durationMs: undefined, audio: [], subtitles: [], chapters: [], told: '' };
  const unheard = { soundId: undefined, isSeen: false, hasNoOutput: false };
  return { loadId, clip, gainDb, isFilm, isSettled: false, isOpen: false, ...unread, ...unheard };
}
