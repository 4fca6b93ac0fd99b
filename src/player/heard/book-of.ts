import type { Playable } from '#contract/entities/zone';
import type { PlayableCatalog } from '#player/ports';

/** The book that an item is of: its album, or else its folder; undefined for what is not spoken, and what nobody knows. */
export function bookOf(item: Playable | undefined, catalog: Pick<PlayableCatalog, 'folderOf'>): string | undefined {
  if (item?.isSpoken !== true) return undefined;
  return item.albumId ?? catalog.folderOf(item.id) ?? item.id;
}
