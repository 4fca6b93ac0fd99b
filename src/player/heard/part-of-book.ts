import type { ItemRef, PlayableCatalog, PlayLog } from '#player/ports';

export interface PartOfBookContext {
  readonly catalog: Pick<PlayableCatalog, 'describe'>;
  readonly plays: Pick<PlayLog, 'resumeMs' | 'touchedAt'>;
}

/**
 * Of the parts of a book, in their order, the one with which it goes on: that which was left last, else the one behind
 * what was heard last to its end. Undefined for a book that is new or over, and for what is no book.
 */
export function partOfBook(items: readonly ItemRef[], { catalog, plays }: PartOfBookContext): ItemRef | undefined {
  const isSpoken = (item: ItemRef | undefined) =>
    item !== undefined && catalog.describe([item.id]).get(item.id)?.isSpoken === true;
  // Asked first: most of what is played is music, and has no end of songs.
  if (!isSpoken(items[0])) return undefined;
  const lastAt = lastTouched(items, plays);
  const last = lastAt === undefined ? undefined : items[lastAt];
  if (lastAt === undefined || !last || !isSpoken(last)) return undefined;
  return plays.resumeMs(last.id) === undefined ? items[lastAt + 1] : last;
}

function lastTouched(items: readonly ItemRef[], plays: Pick<PlayLog, 'touchedAt'>): number | undefined {
  let found: { readonly index: number; readonly at: number } | undefined;
  for (const [index, { id }] of items.entries()) {
    const at = plays.touchedAt(id);
    if (at !== undefined && at >= (found?.at ?? 0)) found = { index, at };
  }
  return found?.index;
}
