import { join } from 'node:path';

/** Where a picture of the library is kept; `id` has been checked to be one of ours. */
export function artworkPath(folder: string, id: string, sizePx: number): string {
  return join(folder, id.slice(1, 3), `${id}-${sizePx}.webp`);
}

const ARTWORK_ID = /^p[\w-]{22}$/u;

export function isArtworkId(id: string): boolean {
  return ARTWORK_ID.test(id);
}
