import type { MediaTrack } from '#contract/entities/zone';

// What `dbus-send --print-reply` prints of omxplayer's answers.

export interface OmxStatus {
  readonly positionMs: number;
  readonly isPlaying: boolean;
}

/** `int64 12345` in µs, then `string "Playing"` or `"Paused"`, which it is too while it waits for more to read. */
export function statusIn(text: string): OmxStatus | undefined {
  const positionMs = microsecondsIn(text);
  const status = /^\s+(?:variant\s+)?string "(Playing|Paused)"$/mu.exec(text)?.[1];
  return positionMs === undefined || status === undefined ? undefined : { positionMs, isPlaying: status === 'Playing' };
}

/** In ms; undefined where there is none, as of a stream. */
export function durationIn(text: string): number | undefined {
  const durationMs = microsecondsIn(text);
  return durationMs === undefined || durationMs === 0 ? undefined : durationMs;
}

function microsecondsIn(text: string): number | undefined {
  const found = /^\s+(?:variant\s+)?int64 (-?\d+)$/mu.exec(text)?.[1];
  return found === undefined ? undefined : Math.max(0, Math.round(Number(found) / 1_000));
}

/** An array of `INDEX:LANGUAGE:NAME:CODEC:active`, in which all but the index may be empty. */
export function tracksIn(text: string): MediaTrack[] {
  const lines = text.matchAll(/^\s+string "(\d+):([^:]*):(.*):([^:]*):(active)?"$/gmu);
  return [...lines].map(([, , language, title, codec, active], index) => ({
    index,
    title: filled(title),
    language: filled(language),
    codec: filled(codec),
    isSelected: active !== undefined,
  }));
}

function filled(field: string | undefined): string | null {
  return field === undefined || field === '' ? null : field;
}
