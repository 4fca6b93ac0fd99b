import type { Component } from 'svelte';

import type { PlaceName } from '#renderer/kiosk/places.ts';

/** `picks` stands in for search while the car moves. */
export type ViewName = PlaceName | 'picks';

/** Each view is a file of its own: the first one that is shown need not wait for the others. */
export const VIEW_FILES: Readonly<Record<ViewName, () => Promise<{ readonly default: Component }>>> = {
  now: () => import('#renderer/kiosk/now/NowView.svelte'),
  queue: () => import('#renderer/kiosk/now/QueueView.svelte'),
  albums: () => import('#renderer/kiosk/music/AlbumsView.svelte'),
  album: () => import('#renderer/kiosk/music/AlbumView.svelte'),
  artists: () => import('#renderer/kiosk/music/ArtistsView.svelte'),
  artist: () => import('#renderer/kiosk/music/ArtistView.svelte'),
  songs: () => import('#renderer/kiosk/music/SongsView.svelte'),
  folders: () => import('#renderer/kiosk/music/FoldersView.svelte'),
  playlists: () => import('#renderer/kiosk/music/PlaylistsView.svelte'),
  playlist: () => import('#renderer/kiosk/music/PlaylistView.svelte'),
  genres: () => import('#renderer/kiosk/music/GenresView.svelte'),
  genre: () => import('#renderer/kiosk/music/GenreView.svelte'),
  recentlyAdded: () => import('#renderer/kiosk/music/RecentlyAddedView.svelte'),
  recentlyPlayed: () => import('#renderer/kiosk/music/RecentlyPlayedView.svelte'),
  search: () => import('#renderer/kiosk/search/SearchView.svelte'),
  picks: () => import('#renderer/kiosk/driving/QuickPicks.svelte'),
  video: () => import('#renderer/kiosk/video/VideoView.svelte'),
  series: () => import('#renderer/kiosk/video/SeriesView.svelte'),
  filmFolder: () => import('#renderer/kiosk/video/FilmFolderView.svelte'),
  network: () => import('#renderer/kiosk/network/NetworkView.svelte'),
  networkClients: () => import('#renderer/kiosk/network/ClientsView.svelte'),
  networkMessages: () => import('#renderer/kiosk/network/MessagesView.svelte'),
  networkCommands: () => import('#renderer/kiosk/network/CommandsView.svelte'),
  networkThread: () => import('#renderer/kiosk/network/ThreadView.svelte'),
  networkModem: () => import('#renderer/kiosk/network/ModemView.svelte'),
  networkHotspot: () => import('#renderer/kiosk/network/HotspotView.svelte'),
  networkData: () => import('#renderer/kiosk/network/DataView.svelte'),
  networkLog: () => import('#renderer/kiosk/network/LogView.svelte'),
  sticks: () => import('#renderer/kiosk/setup/SticksView.svelte'),
  skipped: () => import('#renderer/kiosk/setup/SkippedView.svelte'),
  phones: () => import('#renderer/kiosk/setup/PhonesView.svelte'),
  display: () => import('#renderer/kiosk/setup/DisplayView.svelte'),
  sound: () => import('#renderer/kiosk/setup/SoundView.svelte'),
  zones: () => import('#renderer/kiosk/setup/ZonesView.svelte'),
  about: () => import('#renderer/kiosk/setup/AboutView.svelte'),
};
