import { z } from 'zod';

import { filmFolder } from '#contract/entities/film-folder';
import { folderId, seriesId } from '#contract/entities/ids';
import { page, pageRequest } from '#contract/entities/page';
import { series } from '#contract/entities/series';
import { video } from '#contract/entities/video';
import type { Route } from '#contract/route';
import { filmFilter, list } from '#contract/routes-library';

export const filmRoutes = {
  listVideos: {
    method: 'get',
    path: '/api/v1/videos',
    access: 'paired',
    summary:
      'Films by title; those of one series by season and number, those of one folder by file name; `isEpisode` tells films of series from others',
    request: z.strictObject({
      ...list,
      seriesId: seriesId.optional(),
      folderId: folderId.optional(),
      isEpisode: z.stringbool().optional(),
    }),
    response: page(video),
  },
  listContinued: {
    method: 'get',
    path: '/api/v1/videos/continue',
    access: 'paired',
    summary: 'Films and episodes that were begun, the one that was left last first',
    request: z.strictObject({ ...pageRequest, ...filmFilter }),
    response: page(video),
  },
  listWatched: {
    method: 'get',
    path: '/api/v1/videos/recent',
    access: 'paired',
    summary: 'Films and episodes that were watched, or begun, the last one first',
    request: z.strictObject({ ...pageRequest, ...filmFilter }),
    response: page(video),
  },
  listFilmFolders: {
    method: 'get',
    path: '/api/v1/videos/folders',
    access: 'paired',
    summary: 'Folders in which films stand, by name',
    request: z.strictObject({ ...pageRequest, ...filmFilter }),
    response: page(filmFolder),
  },
  listSeries: {
    method: 'get',
    path: '/api/v1/series',
    access: 'paired',
    summary: 'Series by title',
    request: z.strictObject({ ...pageRequest, ...filmFilter }),
    response: page(series),
  },
  getSeries: {
    method: 'get',
    path: '/api/v1/series/:id',
    access: 'paired',
    summary: 'One series, with the episode that is next',
    request: z.strictObject({ id: seriesId, ...filmFilter }),
    response: series,
  },
} as const satisfies Record<string, Route>;
