import type { Chapter } from '#contract/entities/zone';
import { joinFrom, type Join } from '#player/adapters/mpv/mpv-join';
import { tracksOf, type MpvTrack } from '#player/adapters/mpv/mpv-media';
import type { RunningPlay } from '#player/adapters/mpv/running-play';
import type { Clip, NextLoad, TakeOver } from '#player/engine-port';

/** What was said of a load. */
export interface SaidOfLoad extends Pick<NextLoad, 'clip' | 'gainDb' | 'isFilm' | 'isMixed'> {
  /** Undefined where nobody knows its bytes. */
  readonly path?: Buffer | undefined;
  readonly join?: Join | undefined;
}

/** What mpv has open now. `isSettled` is false until the load, or a seek, has arrived where it should. */
export interface OpenFile {
  readonly loadId: number;
  readonly clip: Clip | undefined;
  readonly isFilm: boolean;
  readonly path: Buffer | undefined;
  readonly isMixed: boolean | undefined;
  join: Join | undefined;
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
export function openFile(loadId: number, said: SaidOfLoad = {}): OpenFile {
  const { path, clip, gainDb, isFilm = false, isMixed, join } = said;
  const unread = { durationMs: undefined, audio: [], subtitles: [], chapters: [], told: '' };
  const unheard = { soundId: undefined, isSeen: false, hasNoOutput: false };
  const given = { loadId, path, clip, gainDb, isFilm, isMixed, join };
  return { ...given, isSettled: false, isOpen: false, ...unread, ...unheard };
}

/** What a player that was taken over has open. */
export function takenOver(play: RunningPlay, { loadId, clip, gainDb, isFilm, isMixed }: TakeOver): OpenFile {
  const said = { path: bytesOf(play.path), clip, gainDb, isFilm, isMixed, join: joinFrom(play.filters) };
  // Nobody turns all sound off: where none is on, an earlier service was told why.
  return { ...openFile(loadId, said), isSettled: true, hasNoOutput: true };
}

/** What it has prepared. */
export function nextOf(play: RunningPlay, { nextClip, nextGainDb, isNextFilm, nextIsMixed }: TakeOver): SaidOfLoad {
  const path = bytesOf(play.next);
  return { path, clip: nextClip, gainDb: nextGainDb, isFilm: isNextFilm, isMixed: nextIsMixed };
}

/** Its tracks, as mpv lists them. */
export function takeTracks(file: OpenFile, list: unknown): void {
  file.audio = tracksOf('audio', list);
  file.subtitles = tracksOf('sub', list);
  file.soundId = file.audio.find(isSelected)?.mpvId ?? file.soundId ?? file.audio[0]?.mpvId;
  file.isSeen = tracksOf('video', list).some(isSelected);
}

/** What is told of it. */
export function mediaOf({ durationMs, audio, subtitles, chapters }: OpenFile) {
  const shown = (tracks: readonly MpvTrack[]) => tracks.map((track) => track.shown);
  return { durationMs, audioTracks: shown(audio), subtitleTracks: shown(subtitles), chapters };
}

function isSelected({ shown }: MpvTrack): boolean {
  return shown.isSelected;
}

/** Names that are not UTF-8 are not told whole. */
function bytesOf(path: string | undefined): Buffer | undefined {
  return path === undefined || path.includes('\uFFFD') ? undefined : Buffer.from(path);
}
