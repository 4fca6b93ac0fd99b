// How much louder or quieter an item is played, so that all are heard alike: plain data in, dB out.

import type { LoudnessSetting } from '#contract/entities/loudness';
import type { Loudness } from '#player/ports';

/** A song that nobody has measured is most likely a loud one: at its own level it would stand out from all others. */
const UNKNOWN_GAIN_DB = -6;
/** Without a known peak; the player's limiter holds what would clip, and more of it would be heard. */
const MOST_LIMITED_DB = 6;
const MOST_DB = 20;
const LEAST_DB = -40;

/**
 * Undefined where nothing is to be done to the sound. Nothing is made so loud that it clips: what has a known peak goes up to
 * full scale, what has none (R128 tags have none) a little, and not at all where its gain is not known either.
 */
export function gainDbOf(
  loudness: Loudness | undefined,
  { mode, preampDb }: Pick<LoudnessSetting, 'preampDb'> & { readonly mode: 'off' | 'track' | 'album' },
): number | undefined {
  if (mode === 'off') return undefined;
  const { gainDb, peak } = chosen(loudness, mode);
  const limitDb = gainDb === undefined ? 0 : MOST_LIMITED_DB;
  const headroomDb = peak === undefined ? limitDb : -20 * Math.log10(peak);
  return Math.max(LEAST_DB, Math.min(MOST_DB, (gainDb ?? UNKNOWN_GAIN_DB) + preampDb, headroomDb));
}

/** An album that is played in order keeps its own quiet and loud songs; songs of everywhere are made alike. */
export function modeFor(mode: LoudnessSetting['mode'], isAlbumInOrder: boolean): 'off' | 'track' | 'album' {
  if (mode !== 'auto') return mode;
  return isAlbumInOrder ? 'album' : 'track';
}

function chosen(loudness: Loudness | undefined, mode: 'track' | 'album') {
  const track = { gainDb: loudness?.trackGainDb, peak: loudness?.trackPeak };
  const album = { gainDb: loudness?.albumGainDb, peak: loudness?.albumPeak ?? loudness?.trackPeak };
  const [first, second] = mode === 'album' ? [album, track] : [track, album];
  return first.gainDb === undefined ? second : first;
}
