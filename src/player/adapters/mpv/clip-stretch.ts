import type { FileOptions } from '#player/adapters/mpv/mpv-commands';
import type { Clip } from '#player/engine-port';

/** The stretch of a file from a time of the file on, as options of that file alone: neither holds for the one that follows. */
export function clipStretch({ endMs }: Clip, fromMs: number): FileOptions {
  return { start: inSeconds(fromMs), ...(endMs !== undefined && { end: inSeconds(endMs) }) };
}

/** How long it is, in ms; undefined while its end is that of a file whose length is unknown. */
export function clipLength(clip: Clip | undefined, fileMs: number | undefined): number | undefined {
  if (clip === undefined) return fileMs;
  const endMs = clip.endMs ?? fileMs;
  return endMs === undefined ? undefined : Math.max(0, endMs - clip.startMs);
}

export function inSeconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
