import type { EntryId } from '#contract/entities/ids';
import type { RepeatMode } from '#contract/entities/zone';
import type { ItemRef, StoredEntry, StoredQueue } from '#player/ports';
import { shuffled, type RandomSource } from '#player/queue/random';

/**
 * What a zone plays, as a value: `entries` stand in natural order, `order` holds their places in playing order, `index` is
 * the place of the current one in `order` (undefined only when the queue is empty).
 */
export interface Queue extends StoredQueue {
  readonly index: number | undefined;
}

export const EMPTY_QUEUE: Queue = { entries: [], order: [], shuffle: false, repeat: 'off', index: undefined };

export interface QueueModes {
  readonly shuffle: boolean;
  readonly repeat: RepeatMode;
}

/** A new queue whose current entry is `items[startIndex]`; when shuffled, that one plays first. */
export function createQueue(
  items: readonly ItemRef[],
  startIndex: number,
  modes: QueueModes,
  random: RandomSource,
): Queue {
  const entries = toEntries(items, random);
  const { shuffle, repeat } = modes;
  if (entries.length === 0) return { ...EMPTY_QUEUE, shuffle, repeat };
  const order = entries.map((_entry, place) => place);
  const natural: Queue = { entries, order, repeat, shuffle: false, index: Math.min(startIndex, entries.length - 1) };
  return shuffle ? withShuffle(natural, true, random) : natural;
}

/** Brings back a stored queue; one that does not fit together (an older version, damage) is taken in natural order. */
export function restoreQueue(stored: StoredQueue, index: number): Queue {
  const { entries, shuffle, repeat } = stored;
  if (entries.length === 0) return { ...EMPTY_QUEUE, shuffle, repeat };
  const isKept = shuffle && isPermutation(stored.order, entries.length);
  const order = isKept ? stored.order : entries.map((_entry, place) => place);
  return { entries, order, shuffle, repeat, index: isPlace(index, entries.length) ? index : 0 };
}

/** On: the current one stays and is first, the others follow at random. Off: natural order; the current one stays. */
export function withShuffle(queue: Queue, isOn: boolean, random: RandomSource): Queue {
  const current = queue.index === undefined ? undefined : queue.order[queue.index];
  if (current === undefined) return { ...queue, shuffle: isOn };
  const natural = queue.entries.map((_entry, place) => place);
  if (!isOn) return { ...queue, shuffle: false, order: natural, index: current };
  natural.splice(current, 1);
  return { ...queue, shuffle: true, order: [current, ...shuffled(natural, random)], index: 0 };
}

export function entryAt(queue: Queue, index: number | undefined): StoredEntry | undefined {
  const place = index === undefined ? undefined : queue.order[index];
  return place === undefined ? undefined : queue.entries[place];
}

export function currentEntry(queue: Queue): StoredEntry | undefined {
  return entryAt(queue, queue.index);
}

/** Where an entry stands in playing order; -1 when it is not there. */
export function indexOfEntry(queue: Queue, id: EntryId): number {
  const place = queue.entries.findIndex((entry) => entry.entryId === id);
  return place === -1 ? -1 : queue.order.indexOf(place);
}

/**
 * Entry ids start with a random word, so that a client's stale id never names an entry of a later queue. They are made of
 * letters, digits and a dot, which is what the contract takes.
 */
export function toEntries(items: readonly ItemRef[], random: RandomSource): StoredEntry[] {
  const batch = Math.floor(random() * 36 ** 8).toString(36);
  return items.map(({ id, kind, volumeId }, place) => ({
    entryId: `${batch}.${place.toString(36)}` as EntryId,
    id,
    kind,
    volumeId,
  }));
}

function isPermutation(order: readonly number[], length: number): boolean {
  return order.length === length && new Set(order).size === length && order.every((place) => isPlace(place, length));
}

function isPlace(place: number, length: number): boolean {
  return Number.isInteger(place) && place >= 0 && place < length;
}
