import type { Page } from '#contract/entities/page';
import type { QueueEntry } from '#contract/entities/zone';
import { BadQueueCursor } from '#player/errors';
import type { PlayableCatalog } from '#player/ports';
import { entryAt, type Queue } from '#player/queue/queue';
import { describeItems } from '#player/zones/describe-item';
import { onlineLookup } from '#player/zones/play-plan';

export interface QueuePageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly offset?: number | undefined;
}

/** One page of a queue in playing order; only its own items are looked up. The cursor is the place where the next begins. */
export function queuePage(queue: Queue, request: QueuePageRequest, catalog: PlayableCatalog): Page<QueueEntry> {
  const from = request.offset ?? placeOf(request.cursor);
  const end = Math.min(from + request.limit, queue.order.length);
  const entries = queue.order.slice(from, end).flatMap((_place, step) => entryAt(queue, from + step) ?? []);
  const items = describeItems(catalog, entries);
  const isOnline = onlineLookup(catalog);
  return {
    items: entries.flatMap((entry, step) => {
      const item = items[step];
      if (!item) return [];
      return { entryId: entry.entryId, item, isOnline: isOnline(entry), isCurrent: from + step === queue.index };
    }),
    nextCursor: end < queue.order.length ? String(end) : null,
    total: queue.order.length,
  };
}

const CURSOR = /^[1-9]\d{0,14}$/u;

function placeOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!CURSOR.test(cursor)) throw new BadQueueCursor(cursor);
  return Number(cursor);
}
