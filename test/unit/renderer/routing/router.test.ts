import { afterEach, expect, it, vi } from 'vitest';

import { Router } from '#renderer/shared/routing/router.svelte.ts';

const PATTERNS = { now: '/now', albums: '/music/albums', album: '/music/albums/:id' } as const;

/** As much of a browser's history as the router uses. */
class FakeBrowser {
  readonly entries: { url: string; state: unknown }[];
  index = 0;
  onPop: () => void = () => undefined;
  /** When the browser goes back: at once, or as real ones do. */
  later: (step: () => void) => void = (step) => step();

  constructor(url: string) {
    this.entries = [{ url, state: null }];
  }

  get url(): URL {
    return new URL(this.entries[this.index]?.url ?? '', 'http://car');
  }
}

function setup(url: string) {
  const browser = new FakeBrowser(url);
  vi.stubGlobal('location', {
    get pathname() {
      return browser.url.pathname;
    },
    get search() {
      return browser.url.search;
    },
  });
  vi.stubGlobal('history', {
    get state() {
      return browser.entries[browser.index]?.state;
    },
    pushState(state: unknown, _title: string, to: string) {
      browser.entries.splice(browser.index + 1, Infinity, { url: to, state });
      browser.index += 1;
    },
    replaceState(state: unknown, _title: string, to: string) {
      browser.entries[browser.index] = { url: to, state };
    },
    back() {
      browser.later(() => {
        browser.index -= 1;
        browser.onPop();
      });
    },
  });
  vi.stubGlobal('window', {
    addEventListener: (_type: string, listener: () => void) => {
      browser.onPop = listener;
    },
    removeEventListener: () => undefined,
  });
  const router = new Router<keyof typeof PATTERNS>({
    base: '/kiosk',
    patterns: PATTERNS,
    aliases: { '/music': 'albums' },
    home: () => 'now',
  });
  const disconnect = router.connect();
  return { router, browser, disconnect };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it('comes back to the view of the address after a reload', () => {
  const { router } = setup('/kiosk/music/albums/a.1?show=songs');

  expect(router.place).toEqual({ name: 'album', params: { id: 'a.1' }, query: { show: 'songs' } });
});

it.each(['/kiosk', '/kiosk/', '/kiosk/nonsense'])('begins at home from %s', (url) => {
  const { router, browser } = setup(url);

  expect([router.place.name, browser.url.pathname]).toEqual(['now', '/kiosk/now']);
});

it.each(['/kiosk/music', '/kiosk/music/'])('leads from %s, which has no view, to its first one', (url) => {
  const { router, browser } = setup(url);

  expect([router.place.name, browser.url.pathname]).toEqual(['albums', '/kiosk/music/albums']);
});

it('goes back through the views of the page and never out of it', () => {
  const { router, browser } = setup('/kiosk/music/albums');
  router.go('album', { id: 'a.1' });
  expect(router.canGoBack).toBe(true);
  router.back();
  expect([router.place.name, router.canGoBack]).toEqual(['albums', false]);
  router.back();

  expect([router.place.name, browser.index]).toEqual(['now', 0]);
});

it('stays in the page when back comes twice before the browser has gone back once', async () => {
  const { router, browser } = setup('/kiosk/music/albums');
  browser.later = queueMicrotask;
  router.go('album', { id: 'a.1' });
  router.back();
  router.back();
  await Promise.resolve();
  expect([router.place.name, browser.index]).toEqual(['albums', 0]);

  router.go('album', { id: 'a.1' });
  router.back();
  await Promise.resolve();
  expect([router.place.name, browser.index]).toEqual(['albums', 0]);
});

it('adds no step for where one is already, nor for a replaced address', () => {
  const { router, browser } = setup('/kiosk/music/albums');
  router.go('albums');
  router.replace('albums', {}, { q: 'x' });

  expect([browser.entries.length, browser.url.search]).toEqual([1, '?q=x']);
});
