import { z } from 'zod';

import { episode } from '#contract/entities/episode';
import { albumId, artworkId, entryId, trackId, videoId, volumeId, zoneId } from '#contract/entities/ids';

export const REPEAT_MODES = ['off', 'all', 'one'] as const;

export const repeatMode = z.enum(REPEAT_MODES);

export type RepeatMode = z.infer<typeof repeatMode>;

/** `waiting`: the stick of what should play is out; it goes on when it is back. */
export const zoneStatus = z.enum(['playing', 'paused', 'stopped', 'waiting']);

export type ZoneStatus = z.infer<typeof zoneStatus>;

/** What a zone plays or holds in its queue. */
export const playable = z.object({
  id: z.union([trackId, videoId]),
  kind: z.enum(['track', 'video']),
  title: z.string(),
  artist: z.string().nullable(),
  album: z.string().nullable(),
  albumId: albumId.nullable(),
  path: z.string(),
  volumeId,
  artworkId: artworkId.nullable(),
  durationMs: z.number().int().nullable(),
  /** Of a series; null for a song, and a film that is of none. */
  episode: episode.nullable(),
  /** A book, a play or a talk: it goes on where it was left, a little before, and at the speed of its album or folder. */
  isSpoken: z.boolean(),
});

export type Playable = z.infer<typeof playable>;

export const mediaTrack = z.object({
  index: z.number().int(),
  title: z.string().nullable(),
  language: z.string().nullable(),
  codec: z.string().nullable(),
  isSelected: z.boolean(),
});

export type MediaTrack = z.infer<typeof mediaTrack>;

/** Where a part of a film or a book begins. */
export const chapter = z.object({ title: z.string().nullable(), startMs: z.number().int() });

export type Chapter = z.infer<typeof chapter>;

/** When a zone falls silent by itself: at a time of the service's clock, or where what plays, or its chapter, ends. */
export const sleepTimer = z.object({
  until: z.enum(['time', 'item', 'chapter']),
  /** Of `time` alone. */
  atUptimeMs: z.number().int().nullable(),
});

export type SleepTimer = z.infer<typeof sleepTimer>;

/**
 * A place in the car with its own player. `positionMs` was true at `atUptimeMs`; while `playing`, clients extrapolate with
 * `speed`, which is 0 while a file opens, seeks or stalls. In every other status `speed` is the chosen one.
 */
export const zone = z.object({
  id: zoneId,
  name: z.string(),
  hasVideo: z.boolean(),
  /** It has a picture, and a film may be seen there now: not in the driver's sight while the car moves, or may move. */
  isFilmAllowed: z.boolean(),
  /** It plays from some folders only, until a PIN is given. */
  isForKids: z.boolean(),
  isOnline: z.boolean(),
  /** In words, why the zone cannot play now (for example: mpv is not installed); while it is online, why without sound. */
  problem: z.string().nullable(),
  status: zoneStatus,
  /** Null in every other status than `waiting`. */
  waitsFor: z.enum(['stick', 'screen']).nullable(),
  item: playable.nullable(),
  isFavourite: z.boolean(),
  positionMs: z.number().int(),
  atUptimeMs: z.number().int(),
  speed: z.number(),
  durationMs: z.number().int().nullable(),
  volumePercent: z.number().int().min(0).max(100),
  /** Nobody makes it louder; what asks for more gets this. */
  maxVolumePercent: z.number().int(),
  isMuted: z.boolean(),
  shuffle: z.boolean(),
  repeat: repeatMode,
  queueLength: z.number().int(),
  queueIndex: z.number().int().nullable(),
  audioTracks: z.array(mediaTrack),
  subtitleTracks: z.array(mediaTrack),
  chapters: z.array(chapter),
  sleep: sleepTimer.nullable(),
});

export type Zone = z.infer<typeof zone>;

export const queueEntry = z.object({ entryId, item: playable, isOnline: z.boolean(), isCurrent: z.boolean() });

export type QueueEntry = z.infer<typeof queueEntry>;
