/** A list of which only what is near the screen is loaded, or one that is all there. */
export interface ListSource<Item> {
  /** Undefined while nobody knows. */
  readonly total?: number | undefined;
  at(index: number): Item | undefined;
  /** Rows `first` to `last` are drawn. */
  show?(first: number, last: number): void;
}

/** At most `most` items of a list, from the one at `start` on; it begins earlier where too few would follow. */
export function listSlice<Item>(
  source: ListSource<Item>,
  start: number,
  most: number,
): ListSource<Item> & { readonly start: number } {
  const { total } = source;
  const first = total === undefined ? start : Math.max(0, Math.min(start, total - 1));
  return {
    start: first,
    total: total === undefined ? undefined : Math.min(most, total - first),
    at: (index) => source.at(first + index),
    show: (from, to) => source.show?.(first + from, first + to),
  };
}
