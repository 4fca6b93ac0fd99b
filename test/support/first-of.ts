/** The first of a list that must have one. */
export function firstOf<Item>(list: readonly Item[]): Item {
  const [first] = list;
  if (first === undefined) throw new Error('The list is empty');
  return first;
}
