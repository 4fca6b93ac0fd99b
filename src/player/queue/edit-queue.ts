import type { EntryId } from '#contract/entities/ids';
import type { ItemMove, ItemRef } from '#player/ports';
import { createQueue, indexOfEntry, toEntries, type Queue } from '#player/queue/queue';
import type { RandomSource } from '#player/queue/random';

/** Items behind the current one, or at the end. Into an empty queue they make a new one, starting with the first. */
export function addToQueue(
  queue: Queue,
  items: readonly ItemRef[],
  where: 'next' | 'last',
  random: RandomSource,
): Queue {
  if (queue.index === undefined) return createQueue(items, 0, queue, random);
  const added = toEntries(items, random);
  const at = where === 'last' ? queue.order.length : queue.index + 1;
  if (!queue.shuffle) {
    return inNaturalOrder(queue, [...queue.entries.slice(0, at), ...added, ...queue.entries.slice(at)], queue.index);
  }
  const places = added.map((_entry, offset) => queue.entries.length + offset);
  return {
    ...queue,
    entries: [...queue.entries, ...added],
    order: [...queue.order.slice(0, at), ...places, ...queue.order.slice(at)],
  };
}

/** Puts an entry at another place of the playing order; the current entry stays the current one. */
export function moveInQueue(queue: Queue, id: EntryId, toIndex: number): Queue {
  const from = indexOfEntry(queue, id);
  if (from === -1 || queue.index === undefined) return queue;
  const to = Math.min(toIndex, queue.order.length - 1);
  const index = movedIndex(queue.index, from, to);
  if (!queue.shuffle) return inNaturalOrder(queue, moved(queue.entries, from, to), index);
  return { ...queue, order: moved(queue.order, from, to), index };
}

/** Takes an entry out. When it is the current one, the one behind it becomes current, or the first when it was the last. */
export function removeFromQueue(queue: Queue, id: EntryId): Queue {
  const at = indexOfEntry(queue, id);
  const place = queue.order[at];
  if (place === undefined || queue.index === undefined) return queue;
  const entries = queue.entries.filter((_entry, other) => other !== place);
  const order = queue.order.filter((other) => other !== place).map((other) => (other > place ? other - 1 : other));
  const index = at < queue.index ? queue.index - 1 : queue.index;
  return { ...queue, entries, order, index: entries.length === 0 ? undefined : index % entries.length };
}

/** Entries of items that go on under another id stand for that one; the same queue where there are none. */
export function followMoves(queue: Queue, moves: readonly ItemMove[]): Queue {
  const next = new Map(moves.map(({ from, to }) => [from, to]));
  if (!queue.entries.some(({ id }) => next.has(id))) return queue;
  return { ...queue, entries: queue.entries.map((entry) => ({ ...entry, id: next.get(entry.id) ?? entry.id })) };
}

function inNaturalOrder(queue: Queue, entries: Queue['entries'], index: number): Queue {
  return { ...queue, entries, order: entries.map((_entry, place) => place), index };
}

function moved<Value>(values: readonly Value[], from: number, to: number): Value[] {
  const rest = values.filter((_value, place) => place !== from);
  return [...rest.slice(0, to), ...values.slice(from, from + 1), ...rest.slice(to)];
}

function movedIndex(index: number, from: number, to: number): number {
  if (index === from) return to;
  if (from < index && to >= index) return index - 1;
  if (from > index && to <= index) return index + 1;
  return index;
}
