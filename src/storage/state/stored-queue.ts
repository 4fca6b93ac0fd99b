import { z } from 'zod';

import { entryId, trackId, videoId, volumeId } from '#contract/entities/ids';
import { repeatMode, type RepeatMode } from '#contract/entities/zone';
import type { StoredEntry, StoredQueue } from '#player/ports';

// A queue in three parts, since a toggle must not write its entries again. Entries as text: volumes once, short rows; 50,000
// are some 3 MB. The order as a list of places, empty for the natural one.

/** What is kept of a queue. */
export interface QueueParts {
  readonly entries: string;
  readonly places: string;
  readonly isShuffled: boolean;
  readonly repeat: string;
}

const row = z.tuple([
  entryId,
  z.string().min(1).max(64),
  z.union([z.literal(0), z.literal(1)]),
  z.number().int().min(0),
]);

const content = z.object({
  volumes: z.array(volumeId),
  /** Entry, item, 1 for a film, place of its volume in `volumes`. */
  entries: z.array(row),
});

type Content = z.infer<typeof content>;

const order = z.array(z.number().int().min(0));
const NATURAL = '';

export function writeEntries(stored: readonly StoredEntry[]): string {
  const volumes = [...new Set(stored.map((entry) => entry.volumeId))];
  const places = new Map(volumes.map((volume, place) => [volume, place]));
  const entries = stored.map((entry): Content['entries'][number] => [
    entry.entryId,
    entry.id,
    entry.kind === 'video' ? 1 : 0,
    places.get(entry.volumeId) ?? 0,
  ]);
  return JSON.stringify({ volumes, entries } satisfies Content);
}

export function writeOrder(places: readonly number[]): string {
  return places.every((place, index) => place === index) ? NATURAL : JSON.stringify(places);
}

/** Undefined for what no version has written, or whose order does not fit its entries. */
export function readQueue(parts: QueueParts): StoredQueue | undefined {
  const parsed = content.safeParse(parseJson(parts.entries)).data;
  if (parsed === undefined) return undefined;
  const entries = parsed.entries.flatMap((one) => toEntry(one, parsed.volumes) ?? []);
  const places = readOrder(parts.places, entries.length);
  if (entries.length !== parsed.entries.length || !places) return undefined;
  return { entries, order: places, shuffle: parts.isShuffled, repeat: readRepeat(parts.repeat) };
}

function readOrder(text: string, length: number): readonly number[] | undefined {
  if (text === NATURAL) return Array.from({ length }, (_none, place) => place);
  const places = order.safeParse(parseJson(text)).data;
  return places && isOrderOf(places, length) ? places : undefined;
}

function readRepeat(text: string): RepeatMode {
  return repeatMode.safeParse(text).data ?? 'off';
}

function toEntry([entry, id, isVideo, place]: Content['entries'][number], volumes: Content['volumes']) {
  const volume = volumes[place];
  if (volume === undefined) return undefined;
  const item: StoredEntry =
    isVideo === 1
      ? { entryId: entry, id: videoId.parse(id), kind: 'video', volumeId: volume }
      : { entryId: entry, id: trackId.parse(id), kind: 'track', volumeId: volume };
  return item;
}

function isOrderOf(places: readonly number[], length: number): boolean {
  return places.length === length && new Set(places).size === length && places.every((place) => place < length);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
