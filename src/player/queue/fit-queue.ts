import type { StoredEntry } from '#player/ports';
import type { Queue } from '#player/queue/queue';

/** The same queue in the same order, without what does not fit; where that is the current one, the next of the others is current. */
export function fitQueue(queue: Queue, isFit: (entry: StoredEntry) => boolean): Queue {
  const fits = queue.entries.map(isFit);
  if (!fits.includes(false)) return queue;
  const places = queue.order.filter((place) => fits[place]);
  const kept = places.toSorted((one, other) => one - other);
  const placeOf = new Map(kept.map((place, index) => [place, index]));
  const before = queue.order.slice(0, queue.index).filter((place) => fits[place]).length;
  return {
    ...queue,
    entries: kept.flatMap((place) => queue.entries[place] ?? []),
    order: places.map((place) => placeOf.get(place) ?? 0),
    index: places.length === 0 ? undefined : before % places.length,
  };
}
