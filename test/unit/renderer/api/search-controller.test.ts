import { setImmediate as settle } from 'node:timers/promises';

import { expect, it } from 'vitest';

import type { ApiClient } from '#contract/client';
import type { SearchResult } from '#contract/routes-library';
import { SearchController } from '#renderer/shared/api/search-controller.svelte.ts';

const NOTHING: SearchResult = { tracks: [], albums: [], artists: [], videos: [], playlists: [] };

function setup() {
  const asked: { q: string; answer: (result: SearchResult) => void; fail: (error: Error) => void }[] = [];
  const failures: unknown[] = [];
  const client = {
    call(_name: string, request: { q: string }) {
      const { promise, resolve, reject } = Promise.withResolvers<SearchResult>();
      asked.push({ q: request.q, answer: resolve, fail: reject });
      return promise;
    },
  } as unknown as ApiClient;
  return { search: new SearchController(client, (error) => failures.push(error)), asked, failures };
}

it('asks at the first key, and then for the last of those that were typed meanwhile', async () => {
  const { search, asked } = setup();
  for (const query of ['k', 'ka', 'kat']) search.type(query);
  expect(asked.map((one) => one.q)).toEqual(['k']);

  asked[0]?.answer(NOTHING);
  await settle();
  expect(asked.map((one) => one.q)).toEqual(['k', 'kat']);
});

it('ignores the answer to an older query', async () => {
  const { search, asked } = setup();
  search.type('ka');
  search.type('kate');
  asked[0]?.answer(NOTHING);
  await settle();
  expect([search.result, search.isSearching]).toEqual([undefined, true]);

  const kate = { ...NOTHING };
  asked[1]?.answer(kate);
  await settle();
  expect(search.result).toBe(kate);
  expect(search.isSearching).toBe(false);
});

it('says that a search failed, unless another one follows', async () => {
  const { search, asked, failures } = setup();
  search.type('ka');
  search.type('kat');
  asked[0]?.fail(new Error('gone'));
  await settle();
  expect(failures).toEqual([]);

  asked[1]?.fail(new Error('gone'));
  await settle();
  expect(failures).toHaveLength(1);
  expect(search.isSearching).toBe(false);
});

it.each(['', undefined])('drops what is being answered when nothing is wanted any more', async (then) => {
  const { search, asked } = setup();
  search.type('ka');
  search.type('kat');
  if (then === undefined) search.close();
  else search.type(then);
  asked[0]?.answer(NOTHING);
  await settle();

  expect(asked.map((one) => one.q)).toEqual(['ka']);
  expect([search.result, search.isSearching]).toEqual([undefined, false]);
});

it('shows nothing for nothing', async () => {
  const { search, asked } = setup();
  search.type('kate');
  asked[0]?.answer(NOTHING);
  await settle();
  expect(search.isEmpty).toBe(true);

  search.type('  ');
  expect([search.result, search.isSearching]).toEqual([undefined, false]);
});
