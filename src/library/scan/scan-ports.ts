import type {
  AudioTags,
  MeasuredLoudness,
  PictureSpot,
  ScanRequest,
  ScanStore,
  UnmeasuredSong,
  VideoTags,
} from '#library/ports';
import type { Logger } from '#kernel/logger';

// What the phases of a scan need from the machine. Paths are absolute bytes unless told otherwise.

export interface DirectoryEntry {
  readonly name: Buffer;
  /** `other`: links, pipes, devices; never opened. */
  readonly type: 'file' | 'folder' | 'other';
}

export interface FileFacts {
  /** Of the file system that it lies on. */
  readonly device: string;
  readonly identity: string;
  readonly isFile: boolean;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
}

export interface DirectoryReader {
  /** Throws the system's error, at once or between entries. */
  entries(folder: Buffer): Iterable<DirectoryEntry>;
  /** Of the thing itself: a link is not followed. */
  facts(path: Buffer): FileFacts;
}

/** A file on a stick that may be opened: `path` is relative to `mountPoint`. */
export interface StickFile {
  readonly mountPoint: Buffer;
  readonly path: Buffer;
  /** Its first bytes, where an earlier look has read them. */
  readonly head?: Uint8Array | undefined;
}

/** What came of reading a file. `failed`: the device or the folder did not give it, which says nothing of its content. */
export type Answer<Content> =
  | { readonly kind: 'read'; readonly content: Content; readonly bytesRead: number }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly bytesRead: number }
  | { readonly kind: 'failed'; readonly reason: string; readonly bytesRead: number };

export interface TagReader {
  readTags(file: StickFile, signal: AbortSignal): Promise<Answer<AudioTags>>;
  /** The bytes of the picture that is embedded, as they are. */
  readPicture(file: StickFile, signal: AbortSignal): Promise<Answer<Uint8Array>>;
}

/** `head`: what stands near the beginning; `whole`: also the sound; `count`: also all of its frames. */
export type MediaLook = 'head' | 'whole' | 'count';

/** Our own readers: they read little and cannot hang, and leave to others what they do not understand. */
export interface MediaReader {
  /** There will be something to read soon. */
  prepare(): void;
  readSong(file: StickFile, look: MediaLook, signal: AbortSignal): Promise<Answer<AudioTags> | Refusal>;
  readFilm(file: StickFile, signal: AbortSignal): Promise<Answer<VideoTags> | Refusal>;
  readPictureAt(file: StickFile, spot: PictureSpot, signal: AbortSignal): Promise<Answer<Uint8Array>>;
}

export interface Refusal {
  readonly kind: 'refused';
  readonly bytesRead: number;
}

export interface MediaProbe {
  probeAudio(file: StickFile, signal: AbortSignal): Promise<Answer<AudioTags>>;
  probeVideo(file: StickFile, signal: AbortSignal): Promise<Answer<VideoTags>>;
  /** One frame of a film, as a picture file. */
  grabFrame(file: StickFile, signal: AbortSignal): Promise<Answer<Uint8Array>>;
}

/** Null is the beginning, or the end. */
export type MeasuredFile = StickFile & Pick<UnmeasuredSong, 'startMs' | 'endMs'>;

export interface LoudnessMeter {
  /** `failed`: the device or the machine, which says nothing of the song. */
  measure(file: MeasuredFile, signal: AbortSignal): Promise<MeasuredLoudness | 'unreadable' | 'failed'>;
}

/** Whole small files. */
export interface FileReader {
  readWhole(file: StickFile, limitBytes: number, signal: AbortSignal): Promise<Answer<Uint8Array>>;
}

/** Guesses the code page of a text, of those named; undefined where it fits none. */
export interface CharsetDetector {
  detect(bytes: Uint8Array, charsets: readonly string[]): Promise<string | undefined>;
  /** There will be something to detect: what takes time to load is loaded meanwhile. */
  prepare?(): void;
}

/** Keeps pictures re-encoded, named by their content. */
export interface ArtworkMaker {
  /** The id under which the picture is kept, or undefined when it cannot be decoded within its limits. */
  keep(picture: Uint8Array, signal: AbortSignal): Promise<string | undefined>;
}

export interface ScanDeps {
  readonly store: ScanStore;
  readonly directories: DirectoryReader;
  readonly media: MediaReader;
  readonly tags: TagReader;
  readonly probe: MediaProbe;
  readonly files: FileReader;
  readonly charsets: CharsetDetector;
  readonly artwork: ArtworkMaker;
  readonly logger: Logger;
  readonly fileId: (volumeId: ScanRequest['volumeId'], path: Buffer) => string;
}
