import type { SettingsPatch } from '#contract/entities/settings';
import type { DeviceId, PlaylistId, TrackId, ZoneId } from '#contract/entities/ids';
import type { RepeatMode } from '#contract/entities/zone';
import type { OwnPlaylist } from '#library/ports';
import type { ItemId, StoredPosition, StoredSound } from '#player/ports';
import type { StoredDevice } from '#server/ports';

// What goes between the service's thread and the one that writes state.db.

/** What the thread is started with. */
export interface StateWorkerData {
  /** Where state.db lies now. */
  readonly folder: string;
  /** Where it belongs, when a full or read-only card keeps it from there. */
  readonly homeFolder: string | undefined;
}

/** `position` grows with each note of any topic. */
export interface StoredNote {
  readonly topic: string;
  readonly id: string;
  readonly content: string;
  readonly position: number;
}

/** Where a long item was left; `position` grows as that of plays does. */
export interface StoredPoint {
  readonly positionMs: number;
  readonly position: number;
}

export type StateWrite =
  /** `content` and `places`: see stored-queue.ts. */
  | { readonly kind: 'queue entries'; readonly zoneId: ZoneId; readonly content: string }
  | { readonly kind: 'queue order'; readonly zoneId: ZoneId; readonly places: string }
  | { readonly kind: 'queue modes'; readonly zoneId: ZoneId; readonly shuffle: boolean; readonly repeat: RepeatMode }
  | { readonly kind: 'position'; readonly zoneId: ZoneId; readonly position: StoredPosition }
  | { readonly kind: 'sound'; readonly zoneId: ZoneId; readonly sound: StoredSound }
  /** A count of 0 is none any more. */
  | { readonly kind: 'play'; readonly id: ItemId; readonly count: number; readonly position: number }
  /** Without a point the one there is is taken away. */
  | { readonly kind: 'resume point'; readonly id: ItemId; readonly point: StoredPoint | undefined }
  | { readonly kind: 'note'; readonly note: StoredNote }
  | { readonly kind: 'no note'; readonly topic: string; readonly id: string }
  | { readonly kind: 'settings'; readonly patch: SettingsPatch }
  | { readonly kind: 'add favourite'; readonly id: TrackId }
  | { readonly kind: 'remove favourite'; readonly id: TrackId }
  /** Whatever is kept of a song goes to another id. */
  | { readonly kind: 'move song'; readonly from: TrackId; readonly to: TrackId }
  /** New, or instead of the one with this id. */
  | { readonly kind: 'own playlist'; readonly playlist: OwnPlaylist }
  | { readonly kind: 'remove own playlist'; readonly id: PlaylistId }
  | { readonly kind: 'put device'; readonly device: StoredDevice }
  | { readonly kind: 'remove device'; readonly id: DeviceId };

export type ToStateWorker =
  /** One transaction. */
  | { readonly type: 'commit'; readonly commitId: number; readonly writes: readonly StateWrite[] }
  /** Closes the database and ends the thread. */
  | { readonly type: 'stop' };

/** Why a transaction did not happen; `code` is SQLite's. */
export interface CommitFailure {
  readonly message: string;
  readonly code: string | undefined;
}

export type FromStateWorker =
  | { readonly type: 'ready' }
  /** Without `failure` the writes are on the card. */
  | { readonly type: 'committed'; readonly commitId: number; readonly failure?: CommitFailure | undefined }
  /** The database is back in the data folder, with all that was written away from it. */
  | { readonly type: 'home' }
  | {
      readonly type: 'log';
      readonly level: 'debug' | 'info' | 'warn' | 'error';
      readonly fields: Record<string, unknown>;
      readonly message: string;
    };
