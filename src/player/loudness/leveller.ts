import type { LoudnessSetting } from '#contract/entities/loudness';
import { gainDbOf, modeFor } from '#player/loudness/gain-rules';
import type { PlayableCatalog, StoredEntry } from '#player/ports';
import { entryAt, type Queue } from '#player/queue/queue';

export interface LevellerDeps {
  readonly catalog: Pick<PlayableCatalog, 'describe' | 'loudnessOf'>;
  loudness(): LoudnessSetting;
}

/** How loud each item of a queue is to be played. */
export class Leveller {
  readonly #deps: LevellerDeps;

  constructor(deps: LevellerDeps) {
    this.#deps = deps;
  }

  /** In dB; undefined for what is played as it is. Films are: nobody measures them, and they are not mixed with songs. */
  gainDb(entry: StoredEntry, queue: Queue): number | undefined {
    const { mode, preampDb } = this.#deps.loudness();
    if (mode === 'off' || entry.kind === 'video') return undefined;
    const isAlbumInOrder = mode === 'auto' && this.#isInOrder(entry, queue);
    const loudness = this.#deps.catalog.loudnessOf(entry.id);
    return gainDbOf(loudness, { mode: modeFor(mode, isAlbumInOrder), preampDb });
  }

  /** Another song of its album stands before or behind it, and nothing is shuffled. */
  #isInOrder(entry: StoredEntry, queue: Queue): boolean {
    const place = placeOf(entry, queue);
    if (queue.shuffle || place === undefined) return false;
    const beside = [entryAt(queue, place - 1), entryAt(queue, place + 1)].flatMap((one) => one ?? []);
    const known = this.#deps.catalog.describe([entry.id, ...beside.map(({ id }) => id)]);
    const albumId = known.get(entry.id)?.albumId ?? undefined;
    return albumId !== undefined && beside.some(({ id }) => id !== entry.id && known.get(id)?.albumId === albumId);
  }
}

/** Most are asked of the current item, or the one behind it. */
function placeOf({ entryId }: StoredEntry, queue: Queue): number | undefined {
  const { index = 0 } = queue;
  const near = [index, index + 1].find((place) => entryAt(queue, place)?.entryId === entryId);
  if (near !== undefined) return near;
  const found = queue.order.findIndex((_at, place) => entryAt(queue, place)?.entryId === entryId);
  return found === -1 ? undefined : found;
}
