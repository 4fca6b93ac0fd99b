import { z } from 'zod';

import { album, artist, genre } from '#contract/entities/album';
import { folderItem } from '#contract/entities/folder';
import { albumId, artistId, artworkId, folderId, playlistId, trackId, volumeId, zoneId } from '#contract/entities/ids';
import { page, pageRequest } from '#contract/entities/page';
import { playlist } from '#contract/entities/playlist';
import { track } from '#contract/entities/track';
import { video } from '#contract/entities/video';
import { skippedFile, volume } from '#contract/entities/volume';
import type { Route } from '#contract/route';

const q = z.string().trim().max(80).optional();
const letter = z.string().min(1).max(2).optional();
/** `true` leaves out what lies on sticks that are not in. */
const isOnline = z.stringbool().optional();
/** Leaves out what this zone must not play, where it is for children; of one thing: it is not found. */
export const forZone = { zoneId: zoneId.optional() };
/** Of lists that show all of a kind. */
export const list = { ...pageRequest, ...forZone, q, letter, volumeId: volumeId.optional(), isOnline };

/** Which films a list shows. */
export const filmFilter = { ...forZone, isOnline };

export const LETTER_LISTS = ['tracks', 'albums', 'artists', 'videos'] as const;

/** A letter of the rail: where its titles start in the list (`offset`) and how many there are. */
export const letterEntry = z.object({ letter: z.string(), offset: z.number().int(), count: z.number().int() });

export type LetterEntry = z.infer<typeof letterEntry>;

export const searchResult = z.object({
  tracks: z.array(track),
  albums: z.array(album),
  artists: z.array(artist),
  videos: z.array(video),
  playlists: z.array(playlist),
});

export type SearchResult = z.infer<typeof searchResult>;

export const libraryRoutes = {
  listVolumes: {
    method: 'get',
    path: '/api/v1/volumes',
    access: 'paired',
    summary: 'The sticks that are in, and those known from before',
    request: z.strictObject({}),
    response: z.array(volume),
  },
  scanVolume: {
    method: 'post',
    path: '/api/v1/volumes/:id/scan',
    access: 'paired',
    summary: 'Look through a stick again',
    request: z.strictObject({ id: volumeId }),
    response: volume,
  },
  ejectVolume: {
    method: 'post',
    path: '/api/v1/volumes/:id/eject',
    access: 'kiosk',
    summary: 'Make a stick safe to remove',
    request: z.strictObject({ id: volumeId }),
    response: volume,
  },
  listSkipped: {
    method: 'get',
    path: '/api/v1/volumes/:id/skipped',
    access: 'paired',
    summary: 'Files of a stick that nobody could read, with the reason',
    request: z.strictObject({ id: volumeId }),
    response: z.array(skippedFile),
  },
  listTracks: {
    method: 'get',
    path: '/api/v1/tracks',
    access: 'paired',
    summary: 'Songs by title; within an album by disc and number',
    request: z.strictObject({
      ...list,
      albumId: albumId.optional(),
      artistId: artistId.optional(),
      genre: z.string().max(200).optional(),
    }),
    response: page(track),
  },
  getTrack: {
    method: 'get',
    path: '/api/v1/tracks/:id',
    access: 'paired',
    summary: 'One song',
    request: z.strictObject({ id: trackId, ...forZone }),
    response: track,
  },
  listAlbums: {
    method: 'get',
    path: '/api/v1/albums',
    access: 'paired',
    summary: 'Albums by title',
    request: z.strictObject({ ...list, artistId: artistId.optional(), genre: z.string().max(200).optional() }),
    response: page(album),
  },
  getAlbum: {
    method: 'get',
    path: '/api/v1/albums/:id',
    access: 'paired',
    summary: 'One album',
    request: z.strictObject({ id: albumId, ...forZone }),
    response: album,
  },
  listArtists: {
    method: 'get',
    path: '/api/v1/artists',
    access: 'paired',
    summary: 'Artists by name',
    request: z.strictObject(list),
    response: page(artist),
  },
  getArtist: {
    method: 'get',
    path: '/api/v1/artists/:id',
    access: 'paired',
    summary: 'One artist',
    request: z.strictObject({ id: artistId, ...forZone }),
    response: artist,
  },
  listGenres: {
    method: 'get',
    path: '/api/v1/genres',
    access: 'paired',
    summary: 'Genres by name',
    request: z.strictObject(list),
    response: page(genre),
  },
  listPlaylists: {
    method: 'get',
    path: '/api/v1/playlists',
    access: 'paired',
    summary: 'Playlists by name, favourites first',
    request: z.strictObject(list),
    response: page(playlist),
  },
  listPlaylistTracks: {
    method: 'get',
    path: '/api/v1/playlists/:id/tracks',
    access: 'paired',
    summary: 'The songs of a playlist in its order',
    request: z.strictObject({ id: playlistId, ...pageRequest, ...forZone }),
    response: page(track),
  },
  listFolders: {
    method: 'get',
    path: '/api/v1/folders',
    access: 'paired',
    summary: 'What stands in a folder; without volume or folder, the volumes that are in',
    request: z.strictObject({
      ...pageRequest,
      ...forZone,
      volumeId: volumeId.optional(),
      path: z.string().max(8192).optional(),
      folderId: folderId.optional(),
    }),
    response: page(folderItem),
  },
  setFolderSpoken: {
    method: 'put',
    path: '/api/v1/folders/:id/spoken',
    access: 'paired',
    summary: 'Take what lies in a folder for spoken word, or for music though it is called otherwise',
    request: z.strictObject({ id: folderId, isSpoken: z.boolean() }),
    response: z.object({ isSpoken: z.boolean() }),
  },
  listLetters: {
    method: 'get',
    path: '/api/v1/letters',
    access: 'paired',
    summary: 'The letters that a list has, for the letter rail',
    request: z.strictObject({
      ...pageRequest,
      ...forZone,
      limit: pageRequest.limit.default(200),
      of: z.enum(LETTER_LISTS),
      volumeId: volumeId.optional(),
      isOnline,
    }),
    response: page(letterEntry),
  },
  search: {
    method: 'get',
    path: '/api/v1/search',
    access: 'paired',
    summary:
      'Words in any order, from their beginnings; accents and case do not matter, and where little is found a wrong letter neither',
    request: z.strictObject({ q: z.string().trim().min(1).max(80), limit: pageRequest.limit, isOnline, ...forZone }),
    response: searchResult,
  },
  getArtwork: {
    method: 'get',
    path: '/api/v1/artwork/:id',
    access: 'paired',
    summary:
      'A picture, re-encoded; `size` is the wanted edge in pixels. `drive` makes another address of it, for a browser that keeps pictures',
    request: z.strictObject({
      id: artworkId,
      size: z.coerce.number().int().min(16).max(1024).default(480),
      drive: z.coerce.number().int().min(0).max(1_000_000).optional(),
      ...forZone,
    }),
    response: z.unknown(),
    raw: ['image/webp', 'image/jpeg'],
  },
  listFavourites: {
    method: 'get',
    path: '/api/v1/favourites',
    access: 'paired',
    summary: 'Favourite songs, newest first',
    request: z.strictObject({ ...pageRequest, ...forZone }),
    response: page(track),
  },
  addFavourite: {
    method: 'put',
    path: '/api/v1/favourites/:id',
    access: 'paired',
    summary: 'Keep a song as a favourite',
    request: z.strictObject({ id: trackId, ...forZone }),
    response: z.object({ isFavourite: z.boolean() }),
  },
  removeFavourite: {
    method: 'delete',
    path: '/api/v1/favourites/:id',
    access: 'paired',
    summary: 'Take a song out of the favourites',
    request: z.strictObject({ id: trackId, ...forZone }),
    response: z.object({ isFavourite: z.boolean() }),
  },
} as const satisfies Record<string, Route>;
