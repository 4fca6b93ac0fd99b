import type { HeldPlay } from '#player/engine-port';
import type { PlayableCatalog, StoredEntry } from '#player/ports';
import { currentEntry, entryAt, type Queue } from '#player/queue/queue';
import { afterEnd, type IsPlayable } from '#player/queue/step-queue';
import type { DeckClaim } from '#player/zones/deck-words';
import type { SeenSticks } from '#player/zones/seen-sticks';

/** What was done in the moments before a service died need not have been kept: looked for around the kept place. */
const SEARCHED = 200;

export interface QueueClaim extends DeckClaim {
  readonly index: number;
}

/**
 * What of a running player is of this queue; its stick counts as in from now on. That nobody has seen it yet is no reason
 * to fall silent.
 */
export function claimHeld(
  queue: Queue,
  held: HeldPlay,
  catalog: PlayableCatalog,
  sticks: SeenSticks,
): QueueClaim | undefined {
  sticks.believeIn(currentEntry(queue)?.volumeId);
  const index = heldPlace(queue, held, catalog, sticks.lookup());
  const entry = entryAt(queue, index);
  sticks.believeIn(entry?.volumeId);
  if (!entry || index === undefined) return undefined;
  const next = entryAt(queue, afterEnd({ ...queue, index }, sticks.lookup()));
  const isPrepared = next && held.next !== undefined && isFileOf(next, held.next, catalog);
  const item = sticks.itemOf(entry, sticks.locate(entry) ?? Buffer.from(held.path));
  return {
    index,
    item,
    positionMs: Math.max(0, held.positionMs - (item.clip?.startMs ?? 0)),
    next: isPrepared ? sticks.itemOf(next, sticks.locate(next) ?? Buffer.from(held.next)) : undefined,
  };
}

/** The place in the queue of what a running player holds: the kept one, the one behind it, or one near by. */
function heldPlace(queue: Queue, held: HeldPlay, catalog: PlayableCatalog, isPlayable: IsPlayable): number | undefined {
  const current = currentEntry(queue);
  if (!current || queue.index === undefined) return undefined;
  const isCurrent = isHeld(current, held, catalog);
  const place = afterEnd(queue, isPlayable);
  const following = entryAt(queue, place);
  const hasFollowed = held.before !== undefined && isFileOf(current, held.before, catalog);
  // The same song twice in a row is told by what played before it.
  if (following && (hasFollowed || !isCurrent) && isHeld(following, held, catalog)) return place;
  return isCurrent ? queue.index : nearest(queue, queue.index, held, catalog);
}

function nearest(queue: Queue, from: number, held: HeldPlay, catalog: PlayableCatalog): number | undefined {
  for (let step = 1; step <= SEARCHED; step += 1) {
    for (const place of [from + step, from - step]) {
      const entry = entryAt(queue, place);
      if (entry && isHeld(entry, held, catalog)) return place;
    }
  }
  return undefined;
}

/** Of several items of one file, the one in whose stretch the player is. */
function isHeld(entry: StoredEntry, { path, positionMs }: HeldPlay, catalog: PlayableCatalog): boolean {
  if (!isFileOf(entry, path, catalog)) return false;
  const clip = catalog.clipOf(entry.id);
  return clip === undefined || (positionMs >= clip.startMs && positionMs < (clip.endMs ?? Infinity));
}

/** While its stick has not been seen, only what the file is called on it is known. */
function isFileOf({ id }: StoredEntry, path: string, catalog: PlayableCatalog): boolean {
  const located = catalog.locate(id);
  if (located) return located.toString() === path;
  const known = catalog.describe([id]).get(id)?.path ?? '';
  return known !== '' && (path === known || path.endsWith(`/${known}`));
}
