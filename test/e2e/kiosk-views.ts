import { FAVOURITES_ID } from '#contract/entities/playlist';
import type { ApiClient } from '#contract/client';
import { PLACES, railPlaceOf, type PlaceName } from '#renderer/kiosk/places.ts';
import { firstOf } from '#test/support/first-of';

export interface KioskView {
  readonly name: PlaceName;
  /** Below the origin. */
  readonly address: string;
  readonly isSetUp: boolean;
}

/** Every view of the touchscreen but the network panel's, which needs a router; with an example for what its address names; those with several forms, in each. */
export async function kioskViews(client: ApiClient): Promise<KioskView[]> {
  const examples = await examplesFor(client);
  const stick = encodeURIComponent(examples[':id/skipped']);
  const forms: Readonly<Partial<Record<PlaceName, readonly string[]>>> = {
    artist: ['', '?show=songs'],
    folders: ['', `?volume=${stick}&path=`, `?volume=${stick}&path=Hostile`],
    search: ['', '?q=a'],
  };
  const own = (await client.call('listPlaylists', {})).items.find(({ isOwn }) => isOwn);
  const ownView: KioskView[] = own
    ? [{ name: 'playlist', address: `/kiosk${fill(PLACES.playlist, { 'playlists/:id': own.id })}`, isSetUp: false }]
    : [];
  const names = (Object.keys(PLACES) as PlaceName[]).filter((name) => railPlaceOf(name) !== 'network');
  const views = names.flatMap((name) => {
    const path = fill(PLACES[name], examples);
    return (forms[name] ?? ['']).map((query) => ({
      name,
      address: `/kiosk${path}${query}`,
      isSetUp: railPlaceOf(name) === 'setup',
    }));
  });
  return [...views, ...ownView];
}

/** By the pattern's last fixed part and its parameter. */
async function examplesFor(client: ApiClient) {
  const albums = (await client.call('listAlbums', {})).items;
  const artists = (await client.call('listArtists', {})).items;
  return {
    'albums/:id': firstOf(albums.filter(({ trackCount }) => trackCount > 5)).id,
    'artists/:id': firstOf(artists.filter(({ albumCount }) => albumCount > 1)).id,
    'playlists/:id': FAVOURITES_ID,
    'genres/:name': firstOf((await client.call('listGenres', {})).items).name,
    'series/:id': firstOf((await client.call('listSeries', {})).items).id,
    'folders/:id': firstOf((await client.call('listFilmFolders', {})).items).id,
    ':id/skipped': firstOf(await client.call('listVolumes', {})).id,
  } as const;
}

function fill(pattern: string, examples: Readonly<Record<string, string>>): string {
  const filled = Object.entries(examples).reduce((path, [place, value]) => {
    return path.includes(place) ? path.replace(/:\w+/u, encodeURIComponent(value)) : path;
  }, pattern);
  if (filled.includes(':')) throw new Error(`No example for ${pattern}: the crawler needs one`);
  return filled;
}
