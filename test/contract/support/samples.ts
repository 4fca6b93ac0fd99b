import type { FilmFolder } from '#contract/entities/film-folder';
import type { About } from '#contract/entities/about';
import type { Album, Artist } from '#contract/entities/album';
import type { FolderItem } from '#contract/entities/folder';
import {
  albumId,
  artistId,
  artworkId,
  entryId,
  folderId,
  genreId,
  playlistId,
  seriesId,
  trackId,
  videoId,
  volumeId,
  zoneId,
} from '#contract/entities/ids';
import type { Playlist } from '#contract/entities/playlist';
import type { Driving } from '#contract/entities/driving';
import type { Light } from '#contract/entities/light';
import type { Prompt } from '#contract/entities/prompt';
import { DEFAULT_SETTINGS, type SettingsView } from '#contract/entities/settings';
import type { Series } from '#contract/entities/series';
import type { Track } from '#contract/entities/track';
import type { Video } from '#contract/entities/video';
import type { Volume } from '#contract/entities/volume';
import type { QueueEntry, Zone } from '#contract/entities/zone';
import type { RouterView } from '#contract/entities/router';
import type { Snapshot } from '#contract/events';

export const ids = {
  album: albumId.parse('album-1'),
  artist: artistId.parse('artist-1'),
  artwork: artworkId.parse('artwork-1'),
  entry: entryId.parse('entry-1'),
  folder: folderId.parse('folder-1'),
  genre: genreId.parse('genre-1'),
  playlist: playlistId.parse('playlist-1'),
  series: seriesId.parse('series-1'),
  track: trackId.parse('track-1'),
  video: videoId.parse('video-1'),
  volume: volumeId.parse('volume-1'),
  zone: zoneId.parse('front'),
} as const;

export const volume: Volume = {
  id: ids.volume,
  label: 'BLUE STICK',
  mountPoint: '/media/blue',
  isOnline: true,
  isDemo: false,
  isEjectable: true,
  trackCount: 1,
  videoCount: 1,
  scan: null,
  lastScan: { durationMs: 12, filesSeen: 2, filesOpened: 2, bytesRead: 4_096, skipped: 0 },
};

export const track: Track = {
  id: ids.track,
  title: 'Ace of Spades',
  artist: 'Motörhead',
  album: 'Ace of Spades',
  albumArtist: null,
  genre: 'Rock',
  year: 1980,
  trackNumber: 1,
  discNumber: null,
  durationMs: 169_000,
  path: 'Motörhead/01 Ace of Spades.mp3',
  volumeId: ids.volume,
  isOnline: true,
  artworkId: ids.artwork,
  albumId: ids.album,
  artistId: ids.artist,
  playCount: 3,
  resumeMs: null,
};

export const album: Album = {
  id: ids.album,
  title: 'Ace of Spades',
  albumArtist: 'Motörhead',
  artistId: ids.artist,
  year: 1980,
  trackCount: 1,
  discCount: 1,
  durationMs: 169_000,
  isCompilation: false,
  volumeId: ids.volume,
  isOnline: true,
  artworkId: null,
};

export const artist: Artist = {
  id: ids.artist,
  name: 'Motörhead',
  albumCount: 1,
  trackCount: 1,
  isOnline: true,
  artworkId: null,
};

export const video: Video = {
  id: ids.video,
  title: 'A short film',
  durationMs: 5_000,
  width: 640,
  height: 360,
  sizeBytes: 1_000_000,
  path: 'film.mkv',
  volumeId: ids.volume,
  isOnline: true,
  artworkId: null,
  playCount: 0,
  resumeMs: 2_000,
  episode: null,
};

export const series: Series = {
  id: ids.series,
  title: 'A short series',
  seasonCount: 1,
  episodeCount: 2,
  isOnline: true,
  artworkId: null,
  next: { ...video, episode: { seriesId: ids.series, series: 'A short series', season: 1, number: 1, title: null } },
};

export const filmFolder: FilmFolder = {
  id: ids.folder,
  name: 'Films',
  path: 'Films',
  volumeId: ids.volume,
  isOnline: true,
  filmCount: 1,
  artworkId: null,
};

export const prompt: Prompt = { id: 'prompt-1', role: 'prompt', text: 'Turn left', zoneId: ids.zone, isPlaying: true };

export const playlist: Playlist = {
  id: ids.playlist,
  name: 'Road',
  volumeId: ids.volume,
  isOwn: false,
  isOnline: true,
  trackCount: 1,
  missingCount: 0,
};

export const folder: FolderItem = {
  kind: 'folder',
  id: ids.folder,
  name: 'Motörhead',
  path: 'Motörhead',
  volumeId: ids.volume,
  isOnline: true,
  itemCount: 1,
  isSpoken: false,
};

export const zone: Zone = {
  id: ids.zone,
  name: 'Front',
  hasVideo: false,
  isFilmAllowed: false,
  isForKids: false,
  isOnline: true,
  problem: null,
  status: 'stopped',
  waitsFor: null,
  item: null,
  isFavourite: false,
  positionMs: 0,
  atUptimeMs: 0,
  speed: 1,
  durationMs: null,
  volumePercent: 40,
  maxVolumePercent: 100,
  isMuted: false,
  shuffle: false,
  repeat: 'off',
  queueLength: 0,
  queueIndex: null,
  audioTracks: [],
  subtitleTracks: [],
  chapters: [],
  sleep: null,
};

export const queueEntry: QueueEntry = {
  entryId: ids.entry,
  item: {
    id: ids.track,
    kind: 'track',
    title: track.title,
    artist: track.artist,
    album: track.album,
    albumId: ids.album,
    path: track.path,
    volumeId: ids.volume,
    artworkId: null,
    durationMs: track.durationMs,
    episode: null,
    isSpoken: false,
  },
  isOnline: true,
  isCurrent: true,
};

export const settingsView: SettingsView = { ...DEFAULT_SETTINGS, locked: [], phoneAddresses: [] };

export const light: Light = { areHeadlightsOn: null, isDark: null };

export const driving: Driving = { state: 'unknown', hasSource: false, isRestricted: false, isFilmAllowed: false };

export const router: RouterView = {
  isDemo: false,
  link: {
    state: 'none',
    sinceUptimeMs: 0,
    trouble: null,
    slowSinceUptimeMs: null,
    nextTryAtUptimeMs: null,
    fingerprint: null,
    pinnedFingerprint: null,
  },
  status: null,
  heardAtUptimeMs: null,
  bars: null,
};

export const emptySnapshot: Snapshot = {
  version: '0.0.0',
  zones: [zone],
  volumes: [volume],
  settings: settingsView,
  driving,
  prompts: [],
  light,
  router,
  notices: [],
};

export function pageOf<Item>(...items: Item[]): { items: Item[]; nextCursor: null; total: number } {
  return { items, nextCursor: null, total: items.length };
}

export const about: About = {
  versions: { carputer: '0.0.0', node: '24.0.0', mpv: '0.35.1', ffmpeg: null },
  uptimeMs: 1,
  storage: { dataFolder: '/data', freeBytes: 10, sizeBytes: 20, libraryBytes: 3, stateBytes: 2 },
  library: { tracks: 2, videos: 1, onlineTracks: 1, onlineVideos: 1 },
};
