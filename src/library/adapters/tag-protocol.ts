import type { AudioTags } from '#library/ports';
import type { Answer } from '#library/scan/scan-ports';

// What goes between the scan's thread and the processes that parse. Jobs are answered in the order in which they came.

export interface TagJob {
  readonly id: number;
  readonly want: 'tags' | 'picture';
  readonly mountPoint: Uint8Array;
  readonly path: Uint8Array;
}

/** The child's first message: all that it needs is loaded, and the time of a file counts from now on. */
export interface TagChildReady {
  readonly want: 'ready';
}

export type TagReply =
  | { readonly id: number; readonly want: 'tags'; readonly answer: Answer<AudioTags> }
  | { readonly id: number; readonly want: 'picture'; readonly answer: Answer<Uint8Array> };
