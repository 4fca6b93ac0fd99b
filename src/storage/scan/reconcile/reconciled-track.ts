import type { AlbumTrack } from '#storage/scan/reconcile/group-albums';

/** A song with what the index says of it now; only what is different gets written. */
export interface ReconciledTrack extends AlbumTrack {
  readonly folderId: string;
  readonly stamp: string;
  readonly year: number | null;
  readonly durationMs: number | null;
  readonly hasPicture: number;
  readonly albumId: string | null;
  readonly albumPosition: number | null;
  readonly artworkCandidates: string | null;
}
