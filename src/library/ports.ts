import type { ArtworkId, FolderId, PlaylistId, TrackId, VideoId, VolumeId } from '#contract/entities/ids';
import type { ScanPhase, ScanSummary, SkippedFile } from '#contract/entities/volume';

// The ports of the library room. Paths of files on sticks are bytes, relative to the stick, without a leading slash.

/** A volume that is in, as the mount table or `--media` tells it. */
export interface MountedVolume {
  readonly id: VolumeId;
  readonly label: string;
  /** Absolute path, as bytes. */
  readonly mountPoint: Buffer;
  /** `/dev/sda1` for a real block device; only those can be ejected. */
  readonly device: string | undefined;
  readonly isDemo: boolean;
}

/** Says which volumes are in: at once when started, and again after each change. */
export interface MountTable {
  /** `twice`: those left out because a volume with the same id is in already. */
  start(onChange: (mounted: readonly MountedVolume[], twice: readonly MountedVolume[]) => void): Promise<void>;
  stop(): Promise<void>;
}

/** Unmounts a block device so that it can be pulled; throws when it is busy. */
export interface VolumeEjector {
  eject(device: string, signal: AbortSignal): Promise<void>;
}

/** A volume as the index knows it, in or not. */
export interface KnownVolume {
  readonly id: VolumeId;
  readonly label: string;
  readonly trackCount: number;
  readonly videoCount: number;
  readonly lastScan: ScanSummary | undefined;
}

/** Read side of the volumes in the index, on the thread that answers. */
export interface VolumeIndex {
  known(): readonly KnownVolume[];
  skipped(id: VolumeId): readonly SkippedFile[];
  /** Which volumes lists may show, and which of them are in; every list and locator obeys it. */
  setVisible(
    volumes: readonly { readonly id: VolumeId; readonly isOnline: boolean; readonly mountPoint: Buffer }[],
  ): void;
}

/** One scan, in the worker thread. `label` is stored with the volume. */
export interface ScanRequest {
  readonly volumeId: VolumeId;
  readonly label: string;
  readonly mountPoint: Buffer;
  /** Read every file again, changed or not. */
  readonly isForced: boolean;
}

/** A song that went on under another id, because its file was moved or renamed. */
export interface SongMove {
  readonly from: TrackId;
  readonly to: TrackId;
}

/** What the listener keeps of songs, by their ids: it goes with a song that was moved. */
export interface SongKeepsakes {
  /** Told with every scan again: those that were done before are nothing to do. */
  follow(moves: readonly SongMove[]): Promise<void>;
}

export interface ScanListener {
  onProgress(progress: { readonly phase: ScanPhase; readonly filesSeen: number; readonly filesDone: number }): void;
  /** Committed rows of this volume are different now; at most 4 a second. */
  onLibraryChanged(): void;
  /** Folders that the walk left out, with the reason. */
  onSkippedFolders?(skipped: readonly SkippedFile[]): void;
  onMoved?(moves: readonly SongMove[]): void;
}

/** Measures the songs of a stick that was looked through. Rejects with the signal's reason, as a scan does. */
export interface LoudnessRunner {
  measureLoudness(request: Pick<ScanRequest, 'volumeId' | 'mountPoint'>, signal: AbortSignal): Promise<void>;
}

/** Runs scans away from the thread that answers; one at a time per volume. */
export interface ScanRunner {
  /** Ends with the summary, or rejects with the signal's reason once cancelled and nothing of it runs any more. */
  scan(request: ScanRequest, listener: ScanListener, signal: AbortSignal): Promise<ScanSummary>;
}

export type FileKind = 'audio' | 'video' | 'playlist' | 'image';

/** A file as the walk meets it. `id` is derived from volume and path bytes, whatever the kind. */
export interface WalkedFile {
  readonly id: string;
  readonly kind: FileKind;
  readonly path: Buffer;
  readonly folder: Buffer;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
}

/** What the index holds of a file from before. `isRead`: its tags were read (or found unreadable) at this size and time. */
export interface IndexedFile {
  readonly id: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly isRead: boolean;
  readonly isPresent: boolean;
}

export interface PendingFile {
  readonly id: string;
  readonly kind: 'audio' | 'video' | 'playlist';
  readonly path: Buffer;
  readonly sizeBytes: number;
  /** By which its texts of unknown code page were shown. */
  readonly charset?: string | undefined;
  /** What the walk met, where the index does not have it so yet. */
  readonly walked?: WalkedFile | undefined;
}

/** Tags of one song, as read; absent fields were not there. `hasPicture`: a picture is embedded. */
export interface AudioTags {
  readonly title?: string | undefined;
  readonly artist?: string | undefined;
  readonly album?: string | undefined;
  readonly albumArtist?: string | undefined;
  readonly genres?: readonly string[] | undefined;
  readonly year?: number | undefined;
  readonly trackNumber?: number | undefined;
  readonly discNumber?: number | undefined;
  readonly durationMs?: number | undefined;
  readonly isCompilation?: boolean | undefined;
  readonly hasPicture?: boolean | undefined;
  readonly codec?: string | undefined;
  readonly bitrate?: number | undefined;
  readonly sampleRate?: number | undefined;
  /** Where the title stands in lists, if the tag says so; and the artist, the album, the album's artist. */
  readonly titleSort?: string | undefined;
  readonly artistSort?: string | undefined;
  readonly albumSort?: string | undefined;
  readonly albumArtistSort?: string | undefined;
  /** ReplayGain of the song and of its album, towards -18 LUFS; R128 tags as well. */
  readonly gainDb?: number | undefined;
  readonly albumGainDb?: number | undefined;
  /** The highest sample there is, 1 being full scale. */
  readonly peak?: number | undefined;
  readonly albumPeak?: number | undefined;
  /** Where the embedded picture lies in the file, if its bytes stand there as they are. */
  readonly picture?: PictureSpot | undefined;
  /**
   * `unread`: the sound was not yet looked at; `guessed`: reckoned from the first frames of an MP3 that does not say how
   * many there are. A later look settles both.
   */
  readonly lengthIs?: 'unread' | 'guessed' | undefined;
  /** Texts of an unknown code page, a character for each byte; what is shown is decided over a whole folder. */
  readonly legacy?: LegacyTexts | undefined;
  /** The first bytes, where a look found the length `unread`: the next one need not read them again. Not stored. */
  readonly head?: Uint8Array | undefined;
  /** What the first look saw, as a hash: with the size it tells a song that was moved from all others. */
  readonly signature?: string | undefined;
  /** The code page by which `legacy` was shown, once that is decided. */
  readonly charset?: string | undefined;
}

export interface PictureSpot {
  readonly start: number;
  readonly bytes: number;
}

export type LegacyTexts = Readonly<Partial<Record<'title' | 'artist' | 'album' | 'albumArtist' | 'genre', string>>>;

/** A song with texts of unknown code page, in a folder where that is not decided for all of them. */
export interface LegacySong {
  readonly id: string;
  readonly folderId: string;
  readonly legacy: LegacyTexts;
}

export interface ResolvedNames {
  readonly id: string;
  readonly charset: string;
  readonly names: LegacyTexts;
}

/** Who made sense of a song: our own readers, music-metadata, ffprobe; else its name alone. */
export type ReaderName = 'own' | 'music-metadata' | 'ffprobe';

export interface VideoTags {
  readonly title?: string | undefined;
  readonly durationMs?: number | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/** A result, with the file itself where the index does not have it so yet. */
export type SavedRead = ReadResult & { readonly walked?: WalkedFile | undefined };

export type ReadResult =
  | { readonly id: string; readonly kind: 'audio'; readonly tags: AudioTags; readonly reader?: ReaderName }
  | { readonly id: string; readonly kind: 'video'; readonly tags: VideoTags; readonly reader?: ReaderName }
  /** `entries`: paths relative to the stick, in the playlist's order; those outside of it are left out by the reader. */
  | { readonly id: string; readonly kind: 'playlist'; readonly name: string; readonly entries: readonly Buffer[] }
  | { readonly id: string; readonly kind: 'sheet'; readonly name: string; readonly sheet: SongSheet }
  /** Nobody could read it; it stays listed and playable by its name. */
  | { readonly id: string; readonly kind: 'unreadable'; readonly reason: string };

/** What a cue sheet says of the songs in its files. */
export interface SongSheet {
  readonly album: string | undefined;
  readonly albumArtist: string | undefined;
  readonly genre: string | undefined;
  readonly year: number | undefined;
  readonly discNumber: number | undefined;
  readonly files: readonly {
    /** Paths relative to the stick, likeliest first: the sheet may name another format than is there. */
    readonly paths: readonly Buffer[];
    /** In the order of their beginnings. */
    readonly songs: readonly SheetSong[];
  }[];
}

export interface SheetSong {
  readonly number: number;
  readonly startMs: number;
  readonly title: string | undefined;
  readonly artist: string | undefined;
}

/** Where an album's or a film's picture may come from, best first. */
export interface PendingArtwork {
  /** An album of this volume, or a film. */
  readonly ownerId: string;
  readonly ownerKind: 'album' | 'video' | 'track';
  /** Files that hold a picture: an image of the folder, a song with an embedded picture, or the film itself. */
  readonly candidates: readonly {
    readonly kind: 'image' | 'embedded' | 'frame';
    readonly path: Buffer;
    /** Of an embedded one, where that is known. */
    readonly spot?: PictureSpot | undefined;
  }[];
}

/** Write side of the index, in the scan worker; each method is one transaction. Synchronous: SQLite. */
export interface ScanStore {
  /** Creates or renames the volume's row and gives what is known of its files, keyed by the path's bytes as latin1. */
  begin(volumeId: VolumeId, label: string): ReadonlyMap<string, IndexedFile>;
  /** New or changed files: listed by name at once, tags to be read. */
  saveWalked(volumeId: VolumeId, files: readonly WalkedFile[]): void;
  /** Files that are gone from the stick, or are back unchanged. Rows are never deleted: favourites and counts hang on them. */
  setPresent(volumeId: VolumeId, ids: readonly string[], isPresent: boolean): void;
  /** Files whose tags are still to be read, songs first, in the order of their paths. */
  pendingReads(volumeId: VolumeId, limit: number): readonly PendingFile[];
  /** Songs whose length is not settled, in the order of their paths; `saveRead` settles it. */
  pendingLengths(volumeId: VolumeId, lengthIs: 'unread' | 'guessed', limit: number): readonly PendingFile[];
  saveRead(volumeId: VolumeId, results: readonly SavedRead[]): void;
  /** Songs that are gone while the same content stands elsewhere on the volume: all there are, old and new. */
  findMoves(volumeId: VolumeId): readonly SongMove[];
  legacySongs(volumeId: VolumeId): readonly LegacySong[];
  saveNames(volumeId: VolumeId, names: readonly ResolvedNames[]): void;
  /** Albums (compilations as one), artists, genres, folders, counts and letters from the tracks of the volume. */
  reconcile(volumeId: VolumeId): void;
  pendingArtwork(volumeId: VolumeId, limit: number): readonly PendingArtwork[];
  /** `artworkId` undefined: no candidate could be used; it is not tried again until the files change. */
  saveArtwork(volumeId: VolumeId, ownerId: string, artworkId: ArtworkId | undefined): void;
  finish(volumeId: VolumeId, summary: ScanSummary): void;
}

/** Of a whole song: its loudness, and its highest sample, 1 being full scale. */
export interface MeasuredLoudness {
  readonly lufs: number;
  readonly peak: number;
}

/** What was measured of songs whose tags do not tell how loud they are, in the index. Synchronous: SQLite. */
export interface LoudnessStore {
  /** Album by album; nothing that is long enough to be spoken. */
  unmeasured(volumeId: VolumeId, limit: number): readonly UnmeasuredSong[];
  /** In one transaction. */
  saveMeasured(songs: readonly MeasuredSong[]): void;
}

export interface UnmeasuredSong {
  readonly id: string;
  readonly path: Buffer;
  /** In the file, where it is only a part of one (a song of a cue sheet); null is the end, or the beginning. */
  readonly startMs: number | null;
  readonly endMs: number | null;
}

/** `measured` undefined: there is nothing to measure in it, or nobody can read it. */
export interface MeasuredSong {
  readonly id: string;
  readonly measured: MeasuredLoudness | undefined;
}

/** The listener's favourites, in state.db: they survive a rebuilt index. Writes resolve when a power cut cannot take them back. */
export interface FavouriteStore {
  has(id: TrackId): boolean;
  add(id: TrackId): Promise<void> | void;
  remove(id: TrackId): Promise<void> | void;
  /** Newest first. */
  list(): readonly TrackId[];
}

/** A playlist that the listener made; a song stands in it once. */
export interface OwnPlaylist {
  readonly id: PlaylistId;
  readonly name: string;
  readonly trackIds: readonly TrackId[];
}

/** The listener's own playlists, in state.db. Writes resolve when a power cut cannot take them back. */
export interface OwnPlaylistStore {
  /** In the order in which they were made. */
  list(): readonly OwnPlaylist[];
  get(id: string): OwnPlaylist | undefined;
  add(playlist: OwnPlaylist): Promise<void> | void;
  /** One change after the other, each of what the one before it has left; nothing for one that is gone meanwhile. */
  change(id: PlaylistId, change: (playlist: OwnPlaylist) => OwnPlaylist): Promise<void> | void;
  remove(id: PlaylistId): Promise<void> | void;
}

/** What listeners said of folders: that what lies in them is spoken, or that it is not. Kept at once, and on the card soon. */
export interface SpokenMarks {
  /** Of this folder alone; undefined where nobody has said anything. */
  of(id: FolderId): boolean | undefined;
  keep(id: FolderId, isSpoken: boolean): void;
  drop(id: FolderId): void;
}

/** What state.db has of items; asked for each row of a list. */
export interface PlayLookup {
  playCount(id: TrackId | VideoId): number;
  /** Where a long item goes on; undefined where it begins at its beginning. */
  resumeMs(id: TrackId | VideoId): number | undefined;
  /** Grows from item to item that was heard, or left in its middle; undefined where it never was. */
  touchedAt(id: TrackId | VideoId): number | undefined;
  /** The one that was heard or left last comes first. */
  lastTouched(): readonly (TrackId | VideoId)[];
  /** Songs and films that were heard, the last one first. */
  lastHeard(limit: number): readonly (TrackId | VideoId)[];
}
