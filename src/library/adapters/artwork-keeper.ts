import { createHash } from 'node:crypto';
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { ARTWORK_SIZES_PX } from '#contract/artwork-sizes';
import { artworkPath } from '#library/adapters/artwork-folder';
import type { ThumbnailProcess } from '#library/adapters/thumbnail-process';
import { isPicture } from '#library/scan/picture-magic';
import type { ArtworkMaker } from '#library/scan/scan-ports';

export interface ArtworkKeeperDeps {
  readonly thumbnails: Pick<ThumbnailProcess, 'thumbnails'>;
  /** Made when it is missing. */
  readonly folder: string;
}

/** Keeps pictures re-encoded under the hash of their bytes: one that is there already is not decoded again. */
export class ArtworkKeeper implements ArtworkMaker {
  readonly #deps: ArtworkKeeperDeps;
  /** Pictures that could not be decoded; an album of twelve songs holds the same one twelve times. */
  readonly #refused = new Set<string>();

  constructor(deps: ArtworkKeeperDeps) {
    this.#deps = deps;
  }

  async keep(picture: Uint8Array, signal: AbortSignal): Promise<string | undefined> {
    if (!isPicture(picture)) return undefined;
    const id = `p${createHash('sha256').update(picture).digest('base64url').slice(0, 22)}`;
    if (this.#refused.has(id)) return undefined;
    if (await this.#isKept(id)) return id;

    const thumbnails = await this.#deps.thumbnails.thumbnails(picture, ARTWORK_SIZES_PX, signal);
    if (thumbnails.length !== ARTWORK_SIZES_PX.length) {
      this.#refused.add(id);
      return undefined;
    }
    // The largest last: it stands for all of them.
    for (const [index, sizePx] of ARTWORK_SIZES_PX.entries()) {
      await writeWhole(artworkPath(this.#deps.folder, id, sizePx), thumbnails[index] ?? new Uint8Array());
    }
    return id;
  }

  async #isKept(id: string): Promise<boolean> {
    try {
      await access(artworkPath(this.#deps.folder, id, Math.max(...ARTWORK_SIZES_PX)));
      return true;
    } catch {
      return false;
    }
  }
}

/** Never half a file under its name, whenever the power goes; after a cut it is made again. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(temporary, bytes, { mode: 0o644, flush: true });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
