import type { AudioTags, PictureSpot, VideoTags } from '#library/ports';
import type { Answer, Refusal, MediaLook } from '#library/scan/scan-ports';

// What goes between the scan's thread and those that read songs. A batch is answered as one.

export interface MediaJob {
  readonly id: number;
  readonly want: MediaLook | 'film' | 'picture';
  /** Of the picture that is wanted. */
  readonly spot?: PictureSpot;
  readonly mountPoint: Uint8Array;
  readonly path: Uint8Array;
  readonly head?: Uint8Array | undefined;
}

export type ToMediaThread =
  | { readonly type: 'read'; readonly jobs: readonly MediaJob[] }
  | { readonly type: 'cancel'; readonly ids: readonly number[] };

/** `cancelled`: nothing of it runs any more. */
export type MediaReply =
  | { readonly id: number; readonly answer: Answer<AudioTags> | Answer<VideoTags> | Answer<Uint8Array> | Refusal }
  | { readonly id: number; readonly cancelled: true };

export type FromMediaThread = readonly MediaReply[];
