import { join } from 'node:path';

/** Longest edges of the pictures that are kept: for lists, and for the one that is looked at. */
export const ARTWORK_SIZES_PX = [160, 480] as const;

/** Where a picture of the library is kept; `id` has been checked to be one of ours. */
export function artworkPath(folder: string, id: string, sizePx: number): string {
  return join(folder, id.slice(1, 3), `${id}-${sizePx}.webp`);
}

const ARTWORK_ID = /^p[\w-]{22}$/u;

export function isArtworkId(id: string): boolean {
  return ARTWORK_ID.test(id);
}
