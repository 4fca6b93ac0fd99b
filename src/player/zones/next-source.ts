import type { VolumeId } from '#contract/entities/ids';
import { AppError } from '#kernel/app-error';
import type { ItemRef, PlayableCatalog, StickIn } from '#player/ports';
import { createQueue, type Queue } from '#player/queue/queue';
import type { RandomSource } from '#player/queue/random';
import { nextIndex, type IsPlayable } from '#player/queue/step-queue';

export interface NextSourceDeps {
  readonly catalog: Pick<PlayableCatalog, 'resolve'>;
  readonly random: RandomSource;
  readonly isPlayable: IsPlayable;
  readonly sticks: readonly StickIn[];
}

/**
 * What plays instead of sticks that are gone: the same queue from its next entry on another stick, else all the music of
 * another one in its order; undefined where there is none.
 */
export function nextSource(queue: Queue, gone: ReadonlySet<VolumeId>, deps: NextSourceDeps): Queue | undefined {
  const isPlayable: IsPlayable = (entry) => !gone.has(entry.volumeId) && deps.isPlayable(entry);
  const index = nextIndex(queue, isPlayable);
  if (index !== undefined) return { ...queue, index };

  for (const { id } of deps.sticks) {
    const whole = gone.has(id) ? [] : songsOf(id, deps.catalog);
    const other = createQueue(whole, 0, { shuffle: false, repeat: 'off' }, deps.random);
    const first = other.entries.findIndex(isPlayable);
    if (first !== -1) return { ...other, index: first };
  }
  return undefined;
}

function songsOf(volumeId: VolumeId, catalog: NextSourceDeps['catalog']): readonly ItemRef[] {
  try {
    return catalog.resolve({ kind: 'path', volumeId, path: '' }).items.filter(({ kind }) => kind === 'track');
  } catch (error) {
    // Nothing is on it, or it has just gone too.
    if (error instanceof AppError) return [];
    throw error;
  }
}
