/** Where an entry at `index` goes to be the next one; taking out an earlier one moves the current one up. */
export function placeAfterCurrent(index: number, currentIndex: number | null): number {
  if (currentIndex === null) return 0;
  return index < currentIndex ? currentIndex : currentIndex + 1;
}
