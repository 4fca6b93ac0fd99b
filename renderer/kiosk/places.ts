/** The views of the car's screen, below /kiosk. */
export const PLACES = {
  now: '/now',
  queue: '/queue',
  albums: '/music/albums',
  album: '/music/albums/:id',
  artists: '/music/artists',
  artist: '/music/artists/:id',
  songs: '/music/songs',
  folders: '/music/folders',
  playlists: '/music/playlists',
  playlist: '/music/playlists/:id',
  genres: '/music/genres',
  genre: '/music/genres/:name',
  recentlyAdded: '/music/recently-added',
  recentlyPlayed: '/music/recently-played',
  search: '/search',
  video: '/video',
  series: '/video/series/:id',
  filmFolder: '/video/folders/:id',
  network: '/network',
  networkClients: '/network/phones',
  networkMessages: '/network/messages',
  networkCommands: '/network/commands',
  networkThread: '/network/messages/:number',
  networkModem: '/network/modem',
  networkHotspot: '/network/hotspot',
  networkData: '/network/data',
  networkLog: '/network/log',
  sticks: '/setup/sticks',
  skipped: '/setup/sticks/:id/skipped',
  phones: '/setup/phones',
  display: '/setup/display',
  sound: '/setup/sound',
  zones: '/setup/zones',
  about: '/setup/about',
} as const;

export type PlaceName = keyof typeof PLACES;

/** Places without a view of their own begin with their first one. */
export const PLACE_STARTS = { '/music': 'albums', '/setup': 'sticks' } as const satisfies Record<string, PlaceName>;

export type RailPlace = 'music' | 'video' | 'network' | 'setup';

const MUSIC_LISTS = [
  ...(['albums', 'artists', 'songs', 'folders', 'playlists', 'genres'] as const),
  ...(['recentlyAdded', 'recentlyPlayed'] as const),
] as const;

export type MusicList = (typeof MUSIC_LISTS)[number];

export function isMusicList(name: PlaceName): name is MusicList {
  return MUSIC_LISTS.some((list) => list === name);
}

/** Which place of the rail a view belongs to. */
export function railPlaceOf(name: PlaceName): RailPlace {
  if (name === 'video' || name === 'series' || name === 'filmFolder') return 'video';
  if (PLACES[name].startsWith('/network')) return 'network';
  return PLACES[name].startsWith('/setup/') ? 'setup' : 'music';
}
