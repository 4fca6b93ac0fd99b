import type { About } from '#contract/entities/about';
import type { ArtworkId, DeviceId, ZoneId } from '#contract/entities/ids';

export interface StoredDevice {
  readonly id: DeviceId;
  readonly name: string;
  /** SHA-256 of the phone's token, hex; the token itself is never stored. */
  readonly tokenHash: string;
  readonly isOwner: boolean;
  /** No zone for children holds it; an owner's never is held. */
  readonly isGrownUp: boolean;
}

/** Paired phones, in state.db; writes resolve when a power cut cannot take them back. */
export interface DeviceStore {
  list(): readonly StoredDevice[];
  /** A new one, or what has changed of one. */
  put(device: StoredDevice): Promise<void> | void;
  remove(id: DeviceId): Promise<void> | void;
}

export type FilmPicture = 'frame' | 'image';

/** Re-encoded pictures on disk. */
export interface ArtworkFiles {
  /** The stored file that fits `sizePx` best, or undefined. */
  find(id: string, sizePx: number): Promise<{ readonly path: string; readonly contentType: string } | undefined>;
  /** Of a film: a frame out of it, or an image that lies beside it. Undefined for all other pictures. */
  filmPicture(id: ArtworkId): FilmPicture | undefined;
  /** Whether it is of something that this zone may play; all are, unless it is for children. */
  isShownIn(zoneId: ZoneId, id: ArtworkId): boolean;
}

/** What can be told of the machine and of the data folder. */
export interface AboutFacts {
  read(): Promise<About>;
}

/** What was logged last. */
export interface LogTail {
  /** One JSON object per line, without secrets. */
  text(): string;
}
