import type { ApiClient } from '#contract/client';
import { FAVOURITES_ID } from '#contract/entities/playlist';
import { PLACES, type PlaceName } from '#renderer/kiosk/places.ts';
import { firstOf } from '#test/support/first-of';

export interface PictureView {
  /** Of the picture's file. */
  readonly name: string;
  /** Below the origin. */
  readonly address: string;
}

/** Every view of the touchscreen, those with several forms in each. */
export async function pictureViews(client: ApiClient): Promise<PictureView[]> {
  const albums = (await client.call('listAlbums', {})).items;
  const artists = (await client.call('listArtists', {})).items;
  const own = (await client.call('listPlaylists', {})).items.filter(({ isOwn }) => isOwn);
  const stick = firstOf(await client.call('listVolumes', {})).id;
  const parameters: Readonly<Partial<Record<PlaceName, string>>> = {
    album: firstOf(albums.filter(({ title }) => title === 'Night Ferry')).id,
    artist: firstOf(artists.filter(({ albumCount }) => albumCount > 1)).id,
    playlist: firstOf(own).id,
    genre: firstOf((await client.call('listGenres', {})).items).name,
    series: firstOf((await client.call('listSeries', {})).items).id,
    filmFolder: firstOf((await client.call('listFilmFolders', {})).items).id,
    skipped: stick,
    networkThread: '+447700900123',
  };
  const inside = `volume=${encodeURIComponent(stick)}&path=`;
  const forms: Readonly<Partial<Record<PlaceName, Readonly<Record<string, string>>>>> = {
    artist: { songs: '?show=songs' },
    folders: { stick: `?${inside}`, files: `?${inside}${encodeURIComponent('Solent/Night Ferry')}` },
    search: { found: '?q=ri' },
    video: { series: '?list=series', folders: '?list=folders' },
  };
  const names = Object.keys(PLACES) as PlaceName[];
  const views = names.flatMap((name) => {
    const address = `/kiosk${PLACES[name].replace(/:\w+/u, encodeURIComponent(parameters[name] ?? ''))}`;
    const others = Object.entries(forms[name] ?? {});
    return [
      { name: fileName(name), address },
      ...others.map(([form, query]) => ({ name: `${fileName(name)}-${form}`, address: `${address}${query}` })),
    ];
  });
  return [...views, { name: 'favourites', address: `/kiosk/music/playlists/${FAVOURITES_ID}` }];
}

/** As files are called here. */
function fileName(name: PlaceName): string {
  return name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);
}
