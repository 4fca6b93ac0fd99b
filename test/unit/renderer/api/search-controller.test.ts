import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { ApiClient } from '#contract/client';
import type { SearchResult } from '#contract/routes-library';
import { SearchController } from '#renderer/shared/api/search-controller.svelte.ts';

const NOTHING: SearchResult = { tracks: [], albums: [], artists: [], videos: [], playlists: [] };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setup() {
  const asked: { q: string; answer: (result: SearchResult) => void }[] = [];
  const client = {
    call(_name: string, request: { q: string }) {
      const { promise, resolve } = Promise.withResolvers<SearchResult>();
      asked.push({ q: request.q, answer: resolve });
      return promise;
    },
  } as unknown as ApiClient;
  return { search: new SearchController(client, () => undefined), asked };
}

it('asks once for what was typed quickly', async () => {
  const { search, asked } = setup();
  for (const query of ['k', 'ka', 'kat']) search.type(query);
  await vi.advanceTimersByTimeAsync(500);

  expect(asked.map((one) => one.q)).toEqual(['kat']);
});

it('ignores the answer to an older query', async () => {
  const { search, asked } = setup();
  search.type('ka');
  await vi.advanceTimersByTimeAsync(500);
  search.type('kate');
  await vi.advanceTimersByTimeAsync(500);
  asked[1]?.answer({ ...NOTHING, playlists: [] });
  await vi.advanceTimersByTimeAsync(0);
  const shown = search.result;
  asked[0]?.answer({ ...NOTHING });
  await vi.advanceTimersByTimeAsync(0);

  expect(search.result).toBe(shown);
  expect(search.isSearching).toBe(false);
});

it('shows nothing for nothing', async () => {
  const { search, asked } = setup();
  search.type('kate');
  await vi.advanceTimersByTimeAsync(500);
  asked[0]?.answer(NOTHING);
  await vi.advanceTimersByTimeAsync(0);
  expect(search.isEmpty).toBe(true);

  search.type('  ');
  expect([search.result, search.isSearching]).toEqual([undefined, false]);
});
