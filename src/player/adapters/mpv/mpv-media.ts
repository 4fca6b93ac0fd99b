import { basename } from 'node:path';

import { z } from 'zod';

import type { Chapter, MediaTrack } from '#contract/entities/zone';

const listed = z.object({
  id: z.number().int(),
  type: z.string(),
  title: z.string().optional(),
  lang: z.string().optional(),
  codec: z.string().optional(),
  'external-filename': z.string().optional(),
  selected: z.boolean().optional(),
});

/** A sound, subtitle or picture track: `mpvId` is how mpv names it. */
export interface MpvTrack {
  readonly mpvId: number;
  readonly shown: MediaTrack;
  /** The file that it was added from. */
  readonly file: string | undefined;
}

/** The tracks of one type of mpv's `track-list`, in its order. */
export function tracksOf(type: 'audio' | 'sub' | 'video', trackList: unknown): MpvTrack[] {
  const parsed = z.array(listed).safeParse(trackList);
  if (!parsed.success) return [];
  return parsed.data
    .filter((track) => track.type === type)
    .map(({ id, title, lang, codec, selected, 'external-filename': file }, index) => ({
      mpvId: id,
      file,
      shown: {
        index,
        // Without a title of its own, mpv gives it that of its file, which is a copy of ours.
        title: title === undefined || (file !== undefined && title === basename(file)) ? null : title,
        language: lang ?? null,
        codec: codec ?? null,
        isSelected: selected ?? false,
      },
    }));
}

/** mpv's seconds as milliseconds; undefined where mpv has no number. */
export function toMs(seconds: unknown): number | undefined {
  return typeof seconds === 'number' && Number.isFinite(seconds) ? Math.max(0, Math.round(seconds * 1_000)) : undefined;
}

const chapters = z.array(z.object({ title: z.string().optional(), time: z.number() }));

/** mpv's `chapter-list`. */
export function chaptersOf(list: unknown): Chapter[] {
  const found = chapters.safeParse(list).data ?? [];
  return found.map(({ title, time }) => ({ title: title ?? null, startMs: toMs(time) ?? 0 }));
}

const frameInfo = z.object({ interlaced: z.boolean() });

/** Whether mpv's `video-frame-info` is one of a frame that holds two fields. */
export function isInterlaced(info: unknown): boolean {
  return frameInfo.safeParse(info).data?.interlaced ?? false;
}
