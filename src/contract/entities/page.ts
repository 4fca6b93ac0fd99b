import { z } from 'zod';

/** Paging of every list: `cursor` goes on where the last page ended, `offset` jumps (letter rail, windowed lists). */
export const pageRequest = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(64).optional(),
  offset: z.coerce.number().int().min(0).optional(),
};

/** One page of a list; `total` counts the whole list under the same filters. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.number().int() });
}

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
  total: number;
}
