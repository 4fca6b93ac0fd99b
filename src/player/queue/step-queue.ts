import type { ItemId, StoredEntry } from '#player/ports';
import { currentEntry, entryAt, type Queue } from '#player/queue/queue';

/** Says whether an entry may be tried now: its stick is in, and it is not known to be broken. */
export type IsPlayable = (entry: StoredEntry) => boolean;

/** Pressing previous later than this into an item goes to its beginning instead. */
export const PREVIOUS_RESTARTS_AFTER_MS = 3_000;

/** What plays when the current item has ended by itself; undefined at the end of the queue. */
export function afterEnd(queue: Queue, isPlayable: IsPlayable): number | undefined {
  const current = currentEntry(queue);
  if (queue.repeat === 'one' && current && isPlayable(current)) return queue.index;
  return nextIndex(queue, isPlayable);
}

/** Where the next button goes; undefined at the end of a queue that is not repeated. */
export function nextIndex(queue: Queue, isPlayable: IsPlayable): number | undefined {
  const { index, order, repeat } = queue;
  if (index === undefined) return undefined;
  return (
    firstPlayable(queue, index + 1, order.length, isPlayable) ??
    (repeat === 'all' ? firstPlayable(queue, 0, index + 1, isPlayable) : undefined)
  );
}

/** Where the previous button goes: the current place itself means to its beginning. */
export function previousIndex(queue: Queue, positionMs: number, isPlayable: IsPlayable): number | undefined {
  const { index, order, repeat } = queue;
  if (index === undefined || positionMs > PREVIOUS_RESTARTS_AFTER_MS) return index;
  return (
    lastPlayable(queue, 0, index, isPlayable) ??
    (repeat === 'all' ? lastPlayable(queue, index, order.length, isPlayable) : undefined) ??
    index
  );
}

export type FolderOf = (id: ItemId) => string | undefined;

/** The first entry of the next folder of the playing order; from the last folder, the beginning of the queue. */
export function nextFolderIndex(queue: Queue, folderOf: FolderOf, isPlayable: IsPlayable): number | undefined {
  const current = currentEntry(queue);
  if (!current || queue.index === undefined) return undefined;
  const folder = folderOf(current.id);
  const isElsewhere: IsPlayable = (entry) => isPlayable(entry) && folderOf(entry.id) !== folder;
  return (
    firstPlayable(queue, queue.index + 1, queue.order.length, isElsewhere) ??
    firstPlayable(queue, 0, queue.order.length, isPlayable)
  );
}

/** The first entry of the folder before; in the first folder, its own first entry. */
export function previousFolderIndex(queue: Queue, folderOf: FolderOf, isPlayable: IsPlayable): number | undefined {
  const current = currentEntry(queue);
  if (!current || queue.index === undefined) return undefined;
  const folder = folderOf(current.id);
  const isElsewhere: IsPlayable = (entry) => isPlayable(entry) && folderOf(entry.id) !== folder;
  const end = lastPlayable(queue, 0, queue.index, isElsewhere);
  return beginningOfRun(queue, end ?? queue.index, folderOf, isPlayable);
}

function beginningOfRun(queue: Queue, from: number, folderOf: FolderOf, isPlayable: IsPlayable): number {
  const last = entryAt(queue, from);
  const folder = last && folderOf(last.id);
  let first = from;
  for (let index = from - 1; index >= 0; index -= 1) {
    const entry = entryAt(queue, index);
    if (!entry || folderOf(entry.id) !== folder) break;
    if (isPlayable(entry)) first = index;
  }
  return first;
}

function firstPlayable(queue: Queue, from: number, end: number, isPlayable: IsPlayable): number | undefined {
  for (let index = from; index < end; index += 1) {
    const entry = entryAt(queue, index);
    if (entry && isPlayable(entry)) return index;
  }
  return undefined;
}

function lastPlayable(queue: Queue, from: number, end: number, isPlayable: IsPlayable): number | undefined {
  for (let index = end - 1; index >= from; index -= 1) {
    const entry = entryAt(queue, index);
    if (entry && isPlayable(entry)) return index;
  }
  return undefined;
}
