import { access } from 'node:fs/promises';

import { ARTWORK_SIZES_PX } from '#contract/artwork-sizes';
import { artworkPath, isArtworkId } from '#library/adapters/artwork-folder';
import type { ArtworkId, ZoneId } from '#contract/entities/ids';
import type { ArtworkFiles, FilmPicture } from '#server/ports';

export interface PictureFacts {
  /** What of a film it is; undefined where it is none of a film. */
  pictureOf(id: ArtworkId): FilmPicture | undefined;
  isShownIn(zoneId: ZoneId, id: ArtworkId): boolean;
}

/** The re-encoded pictures that scans have kept. */
export class ArtworkFileStore implements ArtworkFiles {
  readonly #folder: string;
  readonly #facts: PictureFacts;

  constructor(folder: string, facts: PictureFacts) {
    this.#folder = folder;
    this.#facts = facts;
  }

  filmPicture(id: ArtworkId): FilmPicture | undefined {
    return this.#facts.pictureOf(id);
  }

  isShownIn(zoneId: ZoneId, id: ArtworkId): boolean {
    return this.#facts.isShownIn(zoneId, id);
  }

  /** The smallest that is large enough, or the largest there is. */
  async find(id: string, sizePx: number): Promise<{ path: string; contentType: string } | undefined> {
    if (!isArtworkId(id)) return undefined;
    const fitting = ARTWORK_SIZES_PX.find((size) => size >= sizePx) ?? Math.max(...ARTWORK_SIZES_PX);
    for (const size of new Set([fitting, ...ARTWORK_SIZES_PX.toReversed()])) {
      const path = artworkPath(this.#folder, id, size);
      if (await exists(path)) return { path, contentType: 'image/webp' };
    }
    return undefined;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
