import { z } from 'zod';

// Opaque identifiers. All but zone, entry, notice and own playlists' ids are derived (volume + bytes of the path, or folded names),
// so that they survive a rebuilt index.
const id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w.:-]+$/u);

export const trackId = id.brand<'TrackId'>();
export const albumId = id.brand<'AlbumId'>();
export const artistId = id.brand<'ArtistId'>();
export const genreId = id.brand<'GenreId'>();
export const folderId = id.brand<'FolderId'>();
export const playlistId = id.brand<'PlaylistId'>();
export const videoId = id.brand<'VideoId'>();
export const seriesId = id.brand<'SeriesId'>();
export const volumeId = id.brand<'VolumeId'>();
export const artworkId = id.brand<'ArtworkId'>();
export const zoneId = id.brand<'ZoneId'>();
export const entryId = id.brand<'EntryId'>();
export const deviceId = id.brand<'DeviceId'>();

export type TrackId = z.infer<typeof trackId>;
export type AlbumId = z.infer<typeof albumId>;
export type ArtistId = z.infer<typeof artistId>;
export type GenreId = z.infer<typeof genreId>;
export type FolderId = z.infer<typeof folderId>;
export type PlaylistId = z.infer<typeof playlistId>;
export type VideoId = z.infer<typeof videoId>;
export type SeriesId = z.infer<typeof seriesId>;
export type VolumeId = z.infer<typeof volumeId>;
export type ArtworkId = z.infer<typeof artworkId>;
export type ZoneId = z.infer<typeof zoneId>;
export type EntryId = z.infer<typeof entryId>;
export type DeviceId = z.infer<typeof deviceId>;
