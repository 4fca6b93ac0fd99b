import type { ZoneSetting } from '#contract/entities/zone-setting';
import type { Playable, SleepTimer, Zone } from '#contract/entities/zone';
import type { StoredSound } from '#player/ports';
import type { Admission } from '#player/zones/admission';
import type { Playback } from '#player/zones/playback';

export interface ZoneViewParts {
  readonly setting: ZoneSetting;
  readonly playback: Playback;
  readonly sound: StoredSound;
  readonly item: Playable | undefined;
  readonly isFavourite: boolean;
  readonly admission: Admission;
  readonly sleep: SleepTimer | null;
}

/**
 * A zone as clients see it. They reckon the position on only while the status is `playing`, with `speed`: that is 0 while
 * a file is opened or the sound stalls, else what the listener has chosen.
 */
export function zoneView({ setting, playback, sound, item, isFavourite, admission, sleep }: ZoneViewParts): Zone {
  const { deck, queue, status, health } = playback;
  const { motion, media } = deck;
  return {
    id: setting.id,
    name: setting.name,
    hasVideo: setting.hasVideo,
    isFilmAllowed: admission.film === 'allowed',
    isForKids: admission.isForKids,
    isOnline: health.isUsable,
    problem: health.problem ?? null,
    status,
    waitsFor: status === 'waiting' ? (playback.isWithoutScreen ? 'screen' : 'stick') : null,
    item: item ?? null,
    isFavourite,
    positionMs: Math.max(0, Math.round(motion.positionMs)),
    atUptimeMs: Math.round(motion.atUptimeMs),
    speed: status === 'playing' ? motion.rate : sound.speed,
    durationMs: media.durationMs ?? item?.durationMs ?? null,
    volumePercent: sound.volumePercent,
    maxVolumePercent: setting.maxVolumePercent,
    isMuted: sound.isMuted,
    shuffle: queue.shuffle,
    repeat: queue.repeat,
    queueLength: queue.entries.length,
    queueIndex: queue.index ?? null,
    audioTracks: [...media.audioTracks],
    subtitleTracks: [...media.subtitleTracks],
    chapters: [...media.chapters],
    sleep,
  };
}
