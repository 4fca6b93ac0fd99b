// What goes between the scan and the child process that decodes pictures, one picture at a time.

export interface ThumbnailJob {
  readonly id: number;
  readonly picture: Uint8Array;
  /** Longest edges of the results, in pixels. */
  readonly sizesPx: readonly number[];
}

/** WebP files in the order of the sizes, or none when the picture is refused. */
export interface ThumbnailReply {
  readonly id: number;
  readonly thumbnails: readonly Uint8Array[];
}

/** More than this is a bomb or a poster, and is refused before it is decoded. */
export const MOST_PIXELS = 16_000_000;
