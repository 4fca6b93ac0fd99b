import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ItemRef } from '#player/ports';
import { addToQueue, moveInQueue, removeFromQueue } from '#player/queue/edit-queue';
import { createQueue, currentEntry, entryAt, restoreQueue, withShuffle, type Queue } from '#player/queue/queue';
import { seededRandom } from '#player/queue/random';
import { afterEnd } from '#player/queue/step-queue';
import { song } from '#test/unit/player/support/memory-catalog';

const ALL = () => true;

function items(count: number, prefix = 's'): ItemRef[] {
  return Array.from({ length: count }, (_none, index) => song(`${prefix}${String(index)}`));
}

function names(queue: Queue): string[] {
  return queue.order.map((_place, index) => entryAt(queue, index)?.id ?? '');
}

/** What is heard from the current entry on. */
function heard(queue: Queue, limit: number): string[] {
  const found: string[] = [];
  let now: Queue | undefined = queue;
  while (now && found.length < limit) {
    found.push(currentEntry(now)?.id ?? '');
    const index = afterEnd(now, ALL);
    now = index === undefined ? undefined : { ...now, index };
  }
  return found;
}

const modes = fc.record({ shuffle: fc.boolean(), repeat: fc.constantFrom('off', 'all') });
const size = fc.integer({ min: 1, max: 40 });
const seed = fc.integer();

/** Anything that listeners do to a queue. */
const edit = fc.oneof(
  fc.record({
    kind: fc.constantFrom('next', 'last'),
    count: fc.integer({ min: 0, max: 4 }),
    at: fc.nat(),
    to: fc.nat(),
  }),
  fc.record({
    kind: fc.constantFrom('move', 'remove', 'on', 'off'),
    count: fc.constant(0),
    at: fc.nat(),
    to: fc.nat(),
  }),
);

describe('a queue', () => {
  it('plays what was asked for first, whatever the mode', () => {
    fc.assert(
      fc.property(size, fc.nat(), modes, seed, (count, at, mode, chance) => {
        const start = at % count;
        const queue = createQueue(items(count), start, mode, seededRandom(chance));
        expect(currentEntry(queue)?.id).toBe(`s${String(start)}`);
      }),
    );
  });

  it('plays each song once before any comes again, when shuffled', () => {
    fc.assert(
      fc.property(size, fc.nat(), seed, (count, at, chance) => {
        const queue = createQueue(items(count), at % count, { shuffle: true, repeat: 'all' }, seededRandom(chance));
        const twice = heard(queue, count * 2);
        expect(new Set(twice.slice(0, count)).size).toBe(count);
        expect(twice.slice(count)).toEqual(twice.slice(0, count));
      }),
    );
  });

  it('comes back to its natural order, with the same song current', () => {
    fc.assert(
      fc.property(size, fc.nat(), seed, (count, at, chance) => {
        const natural = createQueue(items(count), at % count, { shuffle: false, repeat: 'off' }, seededRandom(chance));
        const back = withShuffle(withShuffle(natural, true, seededRandom(chance)), false, seededRandom(chance));
        expect(back).toEqual(natural);
      }),
    );
  });

  it('stays whole through any edits: each entry once, none lost, the current one kept', () => {
    fc.assert(
      fc.property(size, fc.array(edit, { maxLength: 20 }), modes, seed, (count, edits, mode, chance) => {
        const random = seededRandom(chance);
        let queue = createQueue(items(count), 0, mode, random);
        for (const [step, { kind, count: added, at, to }] of edits.entries()) {
          const before = queue;
          const target = entryAt(queue, queue.order.length === 0 ? undefined : at % queue.order.length);
          if (kind === 'next' || kind === 'last')
            queue = addToQueue(queue, items(added, `n${String(step)}.`), kind, random);
          else if (kind === 'on' || kind === 'off') queue = withShuffle(queue, kind === 'on', random);
          else if (target && kind === 'move') queue = moveInQueue(queue, target.entryId, to % queue.order.length);
          else if (target) queue = removeFromQueue(queue, target.entryId);

          expect(queue.order.toSorted((one, other) => one - other)).toEqual(
            queue.entries.map((_entry, place) => place),
          );
          expect(new Set(queue.entries.map((entry) => entry.entryId)).size).toBe(queue.entries.length);
          expect(queue.index === undefined).toBe(queue.entries.length === 0);
          const current = currentEntry(before);
          if (current && !(kind === 'remove' && target === current)) expect(currentEntry(queue)).toEqual(current);
        }
      }),
    );
  });

  it('is the same after it was stored and brought back', () => {
    fc.assert(
      fc.property(size, fc.nat(), modes, seed, (count, at, mode, chance) => {
        const queue = createQueue(items(count), at % count, mode, seededRandom(chance));
        expect(restoreQueue(queue, queue.index ?? 0)).toEqual(queue);
      }),
    );
  });

  it('takes a damaged order for the natural one', () => {
    const stored = createQueue(items(3), 0, { shuffle: true, repeat: 'off' }, seededRandom(1));

    for (const order of [[], [0, 0, 1], [0, 1, 3], [0, 1, Number.NaN]]) {
      expect(names(restoreQueue({ ...stored, order }, 9))).toEqual(['s0', 's1', 's2']);
      expect(restoreQueue({ ...stored, order }, 9).index).toBe(0);
    }
  });
});

describe('adding, moving and removing', () => {
  const plain = () => createQueue(items(4), 1, { shuffle: false, repeat: 'off' }, seededRandom(3));

  it('puts next behind the current song and last at the end', () => {
    const random = seededRandom(4);
    expect(names(addToQueue(plain(), items(2, 'n'), 'next', random))).toEqual(['s0', 's1', 'n0', 'n1', 's2', 's3']);
    expect(names(addToQueue(plain(), items(2, 'n'), 'last', random))).toEqual(['s0', 's1', 's2', 's3', 'n0', 'n1']);
  });

  it('puts next behind the current song of a shuffled queue too', () => {
    const queue = withShuffle(plain(), true, seededRandom(5));
    expect(names(addToQueue(queue, items(1, 'n'), 'next', seededRandom(6)))[1]).toBe('n0');
  });

  it('moves to the place that was named, and to the end at most', () => {
    const queue = plain();
    const first = entryAt(queue, 0)?.entryId;
    if (!first) throw new Error('empty');
    expect(names(moveInQueue(queue, first, 2))).toEqual(['s1', 's2', 's0', 's3']);
    expect(names(moveInQueue(queue, first, 99))).toEqual(['s1', 's2', 's3', 's0']);
  });

  it('makes the song behind a removed current one the current one', () => {
    const queue = plain();
    const current = currentEntry(queue)?.entryId;
    if (!current) throw new Error('empty');
    expect(currentEntry(removeFromQueue(queue, current))?.id).toBe('s2');
  });
});

describe('50,000 songs', () => {
  it('are a queue at once, shuffled, edited and stepped through without a walk for each', () => {
    const many = items(50_000);
    const startedMs = performance.now();

    let queue = createQueue(many, 25_000, { shuffle: true, repeat: 'all' }, seededRandom(1));
    queue = addToQueue(queue, items(10, 'n'), 'next', seededRandom(2));
    queue = restoreQueue(queue, queue.index ?? 0);
    for (let step = 0; step < 1_000; step += 1) queue = { ...queue, index: afterEnd(queue, ALL) };

    expect(queue.entries).toHaveLength(50_010);
    // Anything quadratic takes minutes.
    expect(performance.now() - startedMs).toBeLessThan(3_000);
  });
});
