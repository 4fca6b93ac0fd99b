import { z } from 'zod';

import { album } from '#contract/entities/album';
import { playlistId, trackId, volumeId } from '#contract/entities/ids';
import { page, pageRequest } from '#contract/entities/page';
import { playlist, playlistName } from '#contract/entities/playlist';
import { forZone } from '#contract/routes-library';
import { track } from '#contract/entities/track';
import { sourceFields, withOneSource } from '#contract/requests';
import type { Route } from '#contract/route';

const id = { id: playlistId };

/** What the listener keeps: playlists of one's own, and what was added or heard last. */
export const playlistRoutes = {
  getPlaylist: {
    method: 'get',
    path: '/api/v1/playlists/:id',
    access: 'paired',
    summary: 'One playlist',
    request: z.strictObject({ ...id, ...forZone }),
    response: playlist,
  },
  createPlaylist: {
    method: 'post',
    path: '/api/v1/playlists',
    access: 'paired',
    summary: 'Make an empty playlist',
    request: z.strictObject({ name: playlistName }),
    response: playlist,
  },
  renamePlaylist: {
    method: 'patch',
    path: '/api/v1/playlists/:id',
    access: 'paired',
    summary: 'Give a playlist of one’s own another name',
    request: z.strictObject({ ...id, name: playlistName }),
    response: playlist,
  },
  deletePlaylist: {
    method: 'delete',
    path: '/api/v1/playlists/:id',
    access: 'paired',
    summary: 'Delete a playlist of one’s own; its songs stay',
    request: z.strictObject(id),
    response: z.object({ isDeleted: z.literal(true) }),
  },
  addToPlaylist: {
    method: 'post',
    path: '/api/v1/playlists/:id/tracks',
    access: 'paired',
    summary: 'Put songs at the end of a playlist of one’s own; those in it already stay where they are',
    request: withOneSource({ ...id, ...sourceFields }),
    response: playlist,
  },
  moveInPlaylist: {
    method: 'patch',
    path: '/api/v1/playlists/:id/tracks/:trackId',
    access: 'paired',
    summary: 'Move a song before another one, or to the end',
    request: z.strictObject({ ...id, trackId, before: trackId.nullable() }),
    response: playlist,
  },
  removeFromPlaylist: {
    method: 'delete',
    path: '/api/v1/playlists/:id/tracks/:trackId',
    access: 'paired',
    summary: 'Take a song out of a playlist of one’s own',
    request: z.strictObject({ ...id, trackId }),
    response: playlist,
  },
  listRecentlyAdded: {
    method: 'get',
    path: '/api/v1/recently-added',
    access: 'paired',
    summary: 'Albums of the sticks that are in, those with the newest files first',
    request: z.strictObject({ ...pageRequest, ...forZone, volumeId: volumeId.optional() }),
    response: page(album),
  },
  listRecentlyPlayed: {
    method: 'get',
    path: '/api/v1/recently-played',
    access: 'paired',
    summary: 'Songs that were heard, the last one first',
    request: z.strictObject({ ...pageRequest, ...forZone }),
    response: page(track),
  },
} as const satisfies Record<string, Route>;
