import { expect, it } from 'vitest';

import { fillPath, matchPath } from '#renderer/shared/routing/match-path.ts';

const PATTERNS = { albums: '/music/albums', album: '/music/albums/:id', genre: '/music/genres/:name' } as const;

it('finds a view and its parameters', () => {
  expect(matchPath(PATTERNS, '/music/albums')).toEqual({ name: 'albums', params: {} });
  expect(matchPath(PATTERNS, '/music/albums/a.1/')).toEqual({ name: 'album', params: { id: 'a.1' } });
});

it('takes back what it filled in, whatever the name', () => {
  for (const name of ['Drum & Bass', 'R/B', 'Ünïcode 100%', '..']) {
    const path = fillPath(PATTERNS.genre, { name });
    expect(matchPath(PATTERNS, path)).toEqual({ name: 'genre', params: { name } });
  }
});

it.each(['/music', '/music/albums/a/b', '/nowhere', '/music/genres/%E0%A4%A'])('knows nothing of %s', (path) => {
  expect(matchPath(PATTERNS, path)).toBeUndefined();
});
