import { describe, expect, it } from 'vitest';

import type { RepeatMode } from '#contract/entities/zone';
import type { ItemId } from '#player/ports';
import { createQueue, entryAt, type Queue } from '#player/queue/queue';
import { seededRandom } from '#player/queue/random';
import {
  afterEnd,
  nextFolderIndex,
  nextIndex,
  previousFolderIndex,
  previousIndex,
  type IsPlayable,
} from '#player/queue/step-queue';
import { song } from '#test/unit/player/support/memory-catalog';

function setup(index: number, repeat: RepeatMode = 'off', out: readonly string[] = []) {
  const names = ['x.1', 'x.2', 'y.1', 'y.2', 'z.1'];
  const made = createQueue(
    names.map((name) => song(name)),
    index,
    { shuffle: false, repeat },
    seededRandom(1),
  );
  const isPlayable: IsPlayable = (entry) => !out.includes(entry.id);
  const named = (queue: Queue, at: number | undefined) => entryAt(queue, at)?.id;
  return { queue: made, isPlayable, named, folderOf: (id: ItemId) => id.split('.')[0] };
}

describe('the next song', () => {
  it('is the one behind, and none at the end', () => {
    const { queue, isPlayable } = setup(3);
    expect(nextIndex(queue, isPlayable)).toBe(4);
    expect(nextIndex({ ...queue, index: 4 }, isPlayable)).toBeUndefined();
  });

  it('passes over what cannot be played', () => {
    const { queue, isPlayable } = setup(0, 'off', ['x.2', 'y.1']);
    expect(nextIndex(queue, isPlayable)).toBe(3);
  });

  it('begins again with the first when all is repeated', () => {
    const { queue, isPlayable } = setup(4, 'all', ['x.1']);
    expect(nextIndex(queue, isPlayable)).toBe(1);
  });

  it('is the same song when one is repeated and it ended by itself, not when the button is pressed', () => {
    const { queue, isPlayable } = setup(1, 'one');
    expect(afterEnd(queue, isPlayable)).toBe(1);
    expect(nextIndex(queue, isPlayable)).toBe(2);
  });

  it('is another when the repeated one cannot be played any more', () => {
    const { queue, isPlayable } = setup(1, 'one', ['x.2']);
    expect(afterEnd(queue, isPlayable)).toBe(2);
  });

  it('is none when nothing can be played', () => {
    const { queue, isPlayable } = setup(1, 'all', ['x.1', 'x.2', 'y.1', 'y.2', 'z.1']);
    expect(afterEnd(queue, isPlayable)).toBeUndefined();
  });
});

describe('the song before', () => {
  it('is the beginning of this one after 3 s, else the one before', () => {
    const { queue, isPlayable } = setup(2);
    expect(previousIndex(queue, 3_001, isPlayable)).toBe(2);
    expect(previousIndex(queue, 3_000, isPlayable)).toBe(1);
  });

  it('is the beginning of the first song, or the last when all is repeated', () => {
    const { queue, isPlayable } = setup(0);
    expect(previousIndex(queue, 0, isPlayable)).toBe(0);
    expect(previousIndex({ ...queue, repeat: 'all' }, 0, isPlayable)).toBe(4);
  });
});

describe('folders', () => {
  it('jumps to the first song of the next folder, and from the last one to the beginning', () => {
    const { queue, isPlayable, folderOf } = setup(0);
    expect(nextFolderIndex(queue, folderOf, isPlayable)).toBe(2);
    expect(nextFolderIndex({ ...queue, index: 4 }, folderOf, isPlayable)).toBe(0);
  });

  it('jumps to the first song of the folder before, and in the first folder to its beginning', () => {
    const { queue, isPlayable, folderOf } = setup(3);
    expect(previousFolderIndex(queue, folderOf, isPlayable)).toBe(0);
    expect(previousFolderIndex({ ...queue, index: 4 }, folderOf, isPlayable)).toBe(2);
    expect(previousFolderIndex({ ...queue, index: 1 }, folderOf, isPlayable)).toBe(0);
  });

  it('passes over a folder whose stick is out', () => {
    const { queue, isPlayable, folderOf, named } = setup(0, 'off', ['y.1', 'y.2']);
    expect(named(queue, nextFolderIndex(queue, folderOf, isPlayable))).toBe('z.1');
  });
});
