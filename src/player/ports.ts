import type { EntryId, FolderId, TrackId, VideoId, VolumeId, ZoneId } from '#contract/entities/ids';
import type { Playable, RepeatMode } from '#contract/entities/zone';
import type { PlaySource } from '#contract/requests';
import type { Clip, SubtitleFile } from '#player/engine-port';

// The ports of the player room towards the rest of the house.

export type ItemId = TrackId | VideoId;

/** What a queue holds of an item: enough to find it again in any index. */
export interface ItemRef {
  readonly id: ItemId;
  readonly kind: 'track' | 'video';
  readonly volumeId: VolumeId;
}

/** An item that goes on under another id, because its file was moved or renamed. */
export interface ItemMove {
  readonly from: ItemId;
  readonly to: ItemId;
}

/** How loud an item is: gains towards -18 LUFS, and the highest sample there is (1 is full scale). */
export interface Loudness {
  readonly trackGainDb: number | undefined;
  readonly trackPeak: number | undefined;
  readonly albumGainDb: number | undefined;
  readonly albumPeak: number | undefined;
}

/** Answers from the index where things are. */
export interface PlayableCatalog {
  /** Absolute path as bytes; undefined when the item's volume is out, or nobody knows the item. */
  locate(id: ItemId): Buffer | undefined;
  /** The stretch of its file that an item is; undefined where it is all of it. */
  clipOf(id: ItemId): Clip | undefined;
  describe(ids: readonly ItemId[]): ReadonlyMap<ItemId, Playable>;
  /**
   * The items of a source in playing order; a track gives its album (or, without one, its folder), with `startIndex` at the
   * track; a path of a file gives its folder. Throws the AppError of what was not found.
   */
  resolve(source: PlaySource): { readonly items: readonly ItemRef[]; readonly startIndex: number };
  /** The folder of an item: next-folder and previous-folder jump between different ones. */
  folderOf(id: ItemId): string | undefined;
  /** The folder of an item and all above it, up to the whole stick; none where nobody knows the item. */
  foldersAbove(id: ItemId): readonly FolderId[];
  isOnline(volumeId: VolumeId): boolean;
  /** How loud a song is; undefined where nobody knows. */
  loudnessOf(id: ItemId): Loudness | undefined;
}

export interface StoredEntry extends ItemRef {
  readonly entryId: EntryId;
}

/** Queue of one zone. `entries` stand in natural order, `order` holds their indexes in playing order. */
export interface StoredQueue {
  readonly entries: readonly StoredEntry[];
  readonly order: readonly number[];
  readonly shuffle: boolean;
  readonly repeat: RepeatMode;
}

/** Where a zone is in its queue; `index` counts in playing order. */
export interface StoredPosition {
  readonly index: number;
  readonly positionMs: number;
  readonly isPlaying: boolean;
}

export interface StoredSound {
  readonly volumePercent: number;
  readonly isMuted: boolean;
  readonly speed: number;
}

export interface StoredZone {
  readonly queue: StoredQueue | undefined;
  readonly position: StoredPosition | undefined;
  readonly sound: StoredSound | undefined;
}

/** How loud a zone is where nothing makes it quieter for a while: a player that outlives its service only knows that it is. */
export interface DuckMemory {
  keep(zoneId: ZoneId, volumePercent: number): void;
  /** What was kept; it is forgotten. */
  take(zoneId: ZoneId): number | undefined;
}

/** `leftMs`: of `time` alone, until it is silent. */
export interface KeptSleep {
  readonly until: 'time' | 'item' | 'chapter';
  readonly leftMs: number | null;
}

/** When zones fall silent by themselves, over a power cut. */
export interface SleepMemory {
  /** What is left now; of a time that has passed meanwhile, nothing or less. */
  get(zoneId: ZoneId): KeptSleep | undefined;
  keep(zoneId: ZoneId, kept: KeptSleep): void;
  drop(zoneId: ZoneId): void;
}

/** What of a zone survives a power cut. A failed write is reported by the store itself and never stops the music. */
export interface ZoneStateStore {
  load(zoneId: ZoneId): StoredZone;
  saveQueue(zoneId: ZoneId, queue: StoredQueue): void;
  savePosition(zoneId: ZoneId, position: StoredPosition): void;
  saveSound(zoneId: ZoneId, sound: StoredSound): void;
}

/** A stick that somebody has put in. */
export interface StickIn {
  readonly id: VolumeId;
  readonly label: string;
}

/** How often items were heard, and where long ones were left. Answers at once, with what was said last. */
export interface PlayLog {
  countPlay(id: ItemId): void;
  /** Undefined where the item begins at its beginning. */
  resumeMs(id: ItemId): number | undefined;
  /** Grows with each item that is heard or left; undefined where it never was. */
  touchedAt(id: ItemId): number | undefined;
  keepResume(id: ItemId, positionMs: number | undefined): void;
}

/** At which speed a book is listened to, by its album or folder. Answers at once, with what was said last. */
export interface BookSpeeds {
  get(book: string): number | undefined;
  keep(book: string, factor: number): void;
}

export interface FavouriteLookup {
  has(id: TrackId): boolean;
}

/** What a zone for children may play from, and what its PIN is known by. */
export interface KidLimits {
  readonly folderIds: FolderId[];
  /** Hex. */
  readonly salt: string;
  /** Hex, of the PIN with the salt. */
  readonly hash: string;
}

export interface KidLimitsStore {
  get(zoneId: ZoneId): KidLimits | undefined;
  keep(zoneId: ZoneId, limits: KidLimits): void;
  drop(zoneId: ZoneId): void;
}

/** A sound or subtitles as they are asked for: by what they are, since places differ from film to film. */
export interface TrackWish {
  readonly language: string | null;
  readonly title: string | null;
}

export interface FilmChoice {
  readonly audio?: TrackWish | undefined;
  readonly subtitle?: TrackWish | 'off' | undefined;
}

/** What was chosen last for a series, or for a film that is of none. */
export interface FilmChoiceStore {
  get(key: string): FilmChoice | undefined;
  keep(key: string, choice: FilmChoice): void;
}

export interface SubtitleFiles {
  /** Those that belong to a film; those of the film before are gone then. */
  beside(film: Buffer): Promise<readonly SubtitleFile[]>;
}
