import { expect, it } from 'vitest';

import type { Page } from '#contract/entities/page';
import { PagedList } from '#renderer/shared/api/paged-list.svelte.ts';

interface Request {
  readonly offset: number;
  readonly signal: AbortSignal;
  answer(version?: string, total?: number): void;
  fail(): void;
}

function setup(maxPages = 3): { list: PagedList<string>; requests: Request[]; offsets: number[] } {
  const requests: Request[] = [];
  const offsets: number[] = [];
  const list = new PagedList<string>(
    (offset, limit, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<Page<string>>();
      offsets.push(offset);
      requests.push({
        offset,
        signal,
        answer(version = 'a', total = 1_000) {
          const count = Math.max(0, Math.min(limit, total - offset));
          const items = Array.from({ length: count }, (_, index) => `${version}${offset + index}`);
          resolve({ items, nextCursor: null, total });
        },
        fail: () => reject(new Error('gone')),
      });
      return promise;
    },
    { pageSize: 10, maxPages },
  );
  return { list, requests, offsets };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

async function answerAll(requests: Request[], version?: string, total?: number): Promise<void> {
  for (let next = requests.shift(); next; next = requests.shift()) {
    next.answer(version, total);
    await settle();
  }
}

it('knows nothing before the first answer', () => {
  const { list } = setup();
  list.show(0, 5);

  expect([list.total, list.at(0), list.isEmpty]).toEqual([undefined, undefined, false]);
});

it('loads what is shown and its neighbours, and no more', async () => {
  const { list, requests, offsets } = setup();
  list.show(0, 5);
  await answerAll(requests);

  expect(offsets).toEqual([0, 10]);
  expect([list.at(3), list.at(19), list.at(20), list.total]).toEqual(['a3', 'a19', undefined, 1_000]);
});

it('keeps few pages: those nearest to what is shown', async () => {
  const { list, requests } = setup(3);
  for (const first of [0, 100, 500]) {
    list.show(first, first + 5);
    await answerAll(requests);
  }

  expect(list.at(502)).toBe('a502');
  expect(list.at(0)).toBeUndefined();
});

it('gives up requests for what has been scrolled past', () => {
  const { list, requests } = setup();
  list.show(0, 5);
  list.show(700, 705);

  expect(requests[0]?.signal.aborted).toBe(true);
  expect(requests.some((request) => request.offset === 700)).toBe(true);
});

it('keeps showing what it has until a reload is answered', async () => {
  const { list, requests } = setup();
  list.show(0, 5);
  await answerAll(requests);
  list.reload();

  expect(list.at(3)).toBe('a3');
  await answerAll(requests, 'b', 990);
  expect([list.at(3), list.total]).toEqual(['b3', 990]);
});

it('ignores answers that were asked for before a reload', async () => {
  const { list, requests } = setup();
  list.show(0, 5);
  const stale = requests.shift();
  list.reload();
  await answerAll(requests, 'new');
  stale?.answer('old');
  await settle();

  expect(list.at(0)).toBe('new0');
});

it('says why nothing can be shown, and recovers', async () => {
  const { list, requests } = setup();
  list.show(0, 5);
  requests.shift()?.fail();
  await settle();
  expect(list.error).toBeInstanceOf(Error);

  list.reload();
  await answerAll(requests);
  expect([list.error, list.at(0)]).toEqual([undefined, 'a0']);
});

it('is empty when the library is, and does not ask again and again', async () => {
  const { list, requests, offsets } = setup();
  list.show(0, 5);
  requests.shift()?.answer('a', 0);
  await settle();

  expect(list.isEmpty).toBe(true);
  expect(offsets).toEqual([0]);
});

it('shows a moved item at its new place at once, over the border of pages, and what is read again after that', async () => {
  const { list, requests } = setup();
  list.show(0, 15);
  await answerAll(requests);

  list.move(1, 12);
  expect([0, 1, 9, 10, 11, 12, 13].map((index) => list.at(index))).toEqual([
    'a0',
    'a2',
    'a10',
    'a11',
    'a12',
    'a1',
    'a13',
  ]);
  list.move(12, 1);
  expect([0, 1, 2, 12, 13].map((index) => list.at(index))).toEqual(['a0', 'a1', 'a2', 'a12', 'a13']);

  list.reload();
  await answerAll(requests, 'b');
  expect(list.at(1)).toBe('b1');
});

it('has nothing of before once a scan has renamed everything under an open place', async () => {
  const { list, requests } = setup();
  list.show(500, 505);
  await answerAll(requests);
  list.reload();
  await answerAll(requests, 'b');

  expect([list.total, list.at(500), list.at(511)]).toEqual([1_000, 'b500', 'b511']);
});

it('goes on from its end where a scan has left less than what is shown', async () => {
  const { list, requests } = setup();
  list.show(500, 505);
  await answerAll(requests);
  list.reload();
  await answerAll(requests, 'b', 20);
  // As the list does, whose height is less now.
  list.show(14, 19);
  await answerAll(requests, 'b', 20);

  expect([list.total, list.at(500), list.at(14), list.at(19)]).toEqual([20, undefined, 'b14', 'b19']);
});
