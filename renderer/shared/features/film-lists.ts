import type { ApiClient } from '#contract/client';
import type { FilmFolder } from '#contract/entities/film-folder';
import type { FolderId, SeriesId, ZoneId } from '#contract/entities/ids';
import type { Series } from '#contract/entities/series';
import type { Video } from '#contract/entities/video';
import type { PageLoader } from '#renderer/shared/api/paged-list.svelte.ts';
import { words } from '#renderer/shared/i18n/words.ts';

/** What the place for films shows. */
export const FILM_LISTS = ['films', 'series', 'folders', 'continued', 'watched'] as const;

export type FilmList = (typeof FILM_LISTS)[number];

export function filmListNamed(name: string | undefined): FilmList {
  return FILM_LISTS.find((list) => list === name) ?? 'films';
}

/** Pages of what one zone may play of a list of films. */
export function filmLoader(
  client: ApiClient,
  list: Exclude<FilmList, 'series' | 'folders'>,
  zoneId?: ZoneId,
): PageLoader<Video> {
  return (offset, limit, signal) => {
    const request = { offset, limit, isOnline: 'true', ...of(zoneId) };
    switch (list) {
      case 'films':
        return client.call('listVideos', { ...request, isEpisode: 'false' }, signal);
      case 'continued':
        return client.call('listContinued', request, signal);
      case 'watched':
        return client.call('listWatched', request, signal);
    }
  };
}

export function seriesLoader(client: ApiClient, zoneId?: ZoneId): PageLoader<Series> {
  return (offset, limit, signal) =>
    client.call('listSeries', { offset, limit, isOnline: 'true', ...of(zoneId) }, signal);
}

export function filmFolderLoader(client: ApiClient, zoneId?: ZoneId): PageLoader<FilmFolder> {
  return (offset, limit, signal) =>
    client.call('listFilmFolders', { offset, limit, isOnline: 'true', ...of(zoneId) }, signal);
}

/** The films of one series or folder, those whose stick is not there too. */
export function filmsWithin(
  client: ApiClient,
  within: { readonly seriesId: SeriesId } | { readonly folderId: FolderId },
  zoneId?: ZoneId,
): PageLoader<Video> {
  return (offset, limit, signal) => client.call('listVideos', { ...within, offset, limit, ...of(zoneId) }, signal);
}

/** What stands in place of an empty list. */
export function filmListEmpty(list: FilmList): { readonly title: string; readonly hint: string } {
  const { video } = words;
  switch (list) {
    case 'films':
    case 'folders':
      return { title: video.none, hint: video.noneHint };
    case 'series':
      return { title: video.noSeries, hint: video.noSeriesHint };
    case 'continued':
      return { title: video.noneContinued, hint: video.noneContinuedHint };
    case 'watched':
      return { title: video.noneWatched, hint: video.noneWatchedHint };
  }
}

function of(zoneId: ZoneId | undefined): { zoneId?: ZoneId } {
  return zoneId === undefined ? {} : { zoneId };
}
