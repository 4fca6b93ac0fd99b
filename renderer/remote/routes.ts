import { createContext } from 'svelte';

import { Router } from '#renderer/shared/routing/router.svelte.ts';

/** The phone's views and their addresses. */
export const PHONE_PATTERNS = {
  now: '/',
  albums: '/music/albums',
  album: '/music/albums/:id',
  artists: '/music/artists',
  artist: '/music/artists/:id',
  songs: '/music/songs',
  folders: '/music/folders',
  folder: '/music/folders/:id',
  playlists: '/music/playlists',
  playlist: '/music/playlists/:id',
  genres: '/music/genres',
  genre: '/music/genres/:name',
  recentlyAdded: '/music/recently-added',
  recentlyPlayed: '/music/recently-played',
  search: '/music/search',
  video: '/video',
  series: '/video/series/:id',
  filmFolder: '/video/folders/:id',
  queue: '/queue',
  network: '/network',
  networkMessages: '/network/messages',
  networkThread: '/network/messages/:number',
} as const;

export type PhoneView = keyof typeof PHONE_PATTERNS;

export type PhoneRouter = Router<PhoneView>;

export const [useRouter, setRouter] = createContext<PhoneRouter>();

export function makeRouter(): PhoneRouter {
  return new Router<PhoneView>({
    base: '',
    patterns: PHONE_PATTERNS,
    aliases: { '/music': 'albums' },
    home: () => 'now',
  });
}

/** Which key of the tab bar a view stands behind. */
export function tabOf(view: PhoneView): 'now' | 'music' | 'video' | 'network' {
  if (view === 'series' || view === 'filmFolder') return 'video';
  if (view === 'networkMessages' || view === 'networkThread') return 'network';
  if (view === 'video' || view === 'network') return view;
  return view === 'now' || view === 'queue' ? 'now' : 'music';
}
