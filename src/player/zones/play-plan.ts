import { partOfBook } from '#player/heard/part-of-book';
import type { ItemRef, PlayableCatalog, PlayLog } from '#player/ports';
import { NothingToPlay, VolumeOffline } from '#player/errors';
import type { RandomSource } from '#player/queue/random';
import type { PlaySource } from '#contract/requests';
import type { Admission } from '#player/zones/admission';

export interface PlayRequest {
  readonly source: PlaySource;
  /** The id of the item to start with, or its place in the list. */
  readonly startAt: number | string | undefined;
  /** Whether to shuffle; where nobody says, as it was, but for what has an order of its own. */
  readonly shuffle: boolean | undefined;
  readonly wasShuffled: boolean;
  /** Also a book begins at its first part. */
  readonly fromStart: boolean;
}

export interface PlayPlan {
  readonly items: readonly ItemRef[];
  readonly startIndex: number;
  readonly shuffle: boolean;
}

export interface PlanContext {
  readonly catalog: PlayableCatalog;
  readonly random: RandomSource;
  readonly admission: Pick<Admission, 'refusal'>;
  readonly plays: Pick<PlayLog, 'resumeMs' | 'touchedAt'>;
}

/**
 * What a source gives a zone, and where it begins: at what was asked for, else anywhere (shuffled), where a book was left,
 * or at the first.
 */
export function planPlay(request: PlayRequest, context: PlanContext): PlayPlan {
  const { catalog, random } = context;
  const { source, startAt } = request;
  const { items, startIndex } = catalog.resolve(source);
  if (items.length === 0) throw new NothingToPlay();

  const asked = askedIndex(items, startAt) ?? (isOneItem(source, items[startIndex], catalog) ? startIndex : undefined);
  const start = items[asked ?? startIndex] ?? items[0];
  const refusal = asked === undefined || !start ? undefined : context.admission.refusal(start);
  if (refusal) throw refusal;

  const fitting = itemsFor(items, context);
  const shuffle = request.shuffle ?? (request.wasShuffled && !isInOrder(source, start, catalog));
  if (asked === undefined && shuffle) {
    return { items: fitting, startIndex: anyOnline(fitting, catalog, random), shuffle };
  }
  const first = (asked === undefined && !request.fromStart ? partOfBook(fitting, context) : undefined) ?? start;
  return { items: fitting, startIndex: firstOnline(fitting, first ? fitting.indexOf(first) : 0, catalog), shuffle };
}

/** Episodes, and the chapters of a book, follow each other, though songs were shuffled before. */
function isInOrder({ kind }: PlaySource, start: ItemRef | undefined, catalog: PlayableCatalog): boolean {
  if (kind === 'video' || kind === 'series') return true;
  return start !== undefined && catalog.describe([start.id]).get(start.id)?.isSpoken === true;
}

/** The items that a zone may play now; throws when there are none. */
export function itemsFor(items: readonly ItemRef[], { admission }: Pick<PlanContext, 'admission'>): readonly ItemRef[] {
  const [first] = items;
  if (!first) throw new NothingToPlay();
  const fitting = items.some((item) => admission.refusal(item))
    ? items.filter((item) => !admission.refusal(item))
    : items;
  if (fitting.length === 0) throw admission.refusal(first) ?? new NothingToPlay();
  return fitting;
}

function askedIndex(items: readonly ItemRef[], startAt: number | string | undefined): number | undefined {
  if (startAt === undefined) return undefined;
  if (typeof startAt === 'number') return Math.min(startAt, items.length - 1);
  const index = items.findIndex((item) => item.id === startAt);
  return index === -1 ? undefined : index;
}

/** Whether the source names an item, with its surroundings, rather than a list. */
export function isOneItem(source: PlaySource, start: ItemRef | undefined, catalog: PlayableCatalog): boolean {
  if (source.kind === 'track' || source.kind === 'video') return true;
  if (source.kind !== 'path' || !start) return false;
  // The index takes no notice of slashes around a path either.
  return catalog.describe([start.id]).get(start.id)?.path === source.path.replace(/^\/+|\/+$/gu, '');
}

function firstOnline(items: readonly ItemRef[], from: number, catalog: PlayableCatalog): number {
  const isOnline = onlineLookup(catalog);
  for (let step = 0; step < items.length; step += 1) {
    const index = (Math.max(0, from) + step) % items.length;
    const item = items[index];
    if (item && isOnline(item)) return index;
  }
  throw new VolumeOffline(items[0]?.volumeId ?? '');
}

function anyOnline(items: readonly ItemRef[], catalog: PlayableCatalog, random: RandomSource): number {
  return firstOnline(items, Math.floor(random() * items.length), catalog);
}

/** Asks for each volume once: a queue holds many items of few volumes. */
export function onlineLookup(catalog: PlayableCatalog): (item: Pick<ItemRef, 'volumeId'>) => boolean {
  const known = new Map<string, boolean>();
  return ({ volumeId }) => {
    const isOnline = known.get(volumeId) ?? catalog.isOnline(volumeId);
    known.set(volumeId, isOnline);
    return isOnline;
  };
}
