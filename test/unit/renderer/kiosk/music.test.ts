import { expect, it } from 'vitest';

import { track, type Track } from '#contract/entities/track';
import { albumRows } from '#renderer/shared/lists/album-rows.ts';
import { folderSource, folderTrail, parentFolder } from '#renderer/kiosk/music/folder-address.ts';
import { isMusicList, railPlaceOf } from '#renderer/kiosk/places.ts';

function aTrack(id: string, discNumber: number | null): Track {
  return track.parse({
    ...{ id, title: id, artist: null, album: null, albumArtist: null, genre: null, year: null, trackNumber: 1 },
    ...{ discNumber, durationMs: null, path: id, volumeId: 'v', isOnline: true, artworkId: null, albumId: null },
    ...{ artistId: null, playCount: 0, resumeMs: null },
  });
}

const shown = (rows: ReturnType<typeof albumRows>): string[] =>
  rows.map((row) => (row.kind === 'disc' ? `disc ${row.disc}` : row.track.id));

it('puts a heading before each disc of an album with several', () => {
  const rows = albumRows([aTrack('a', 1), aTrack('b', 1), aTrack('c', 2)]);

  expect(shown(rows)).toEqual(['disc 1', 'a', 'b', 'disc 2', 'c']);
});

it('has no headings for one disc, named or not', () => {
  expect(shown(albumRows([aTrack('a', null), aTrack('b', 1)]))).toEqual(['a', 'b']);
});

it('asks for a folder by its id where one was followed, else by volume and path', () => {
  expect(folderSource({ volume: 'v', path: 'A/B', folder: 'f.1' })).toEqual({ folderId: 'f.1' });
  expect(folderSource({ volume: 'v', path: 'A/B' })).toEqual({ volumeId: 'v', path: 'A/B' });
  expect(folderSource({ volume: 'v' })).toEqual({ volumeId: 'v', path: '' });
  expect(folderSource({})).toEqual({});
});

it('goes up to the stick and then to the sticks', () => {
  expect(parentFolder({ volume: 'v', path: 'A/B', folder: 'f.1' })).toEqual({ volume: 'v', path: 'A' });
  expect(parentFolder({ volume: 'v', path: 'A' })).toEqual({ volume: 'v', path: '' });
  expect(parentFolder({ volume: 'v', path: '' })).toEqual({});
  expect(folderTrail({ volume: 'v', path: 'A/B' })).toEqual(['A', 'B']);
});

it('knows the place on the rail of every view', () => {
  expect([railPlaceOf('now'), railPlaceOf('search'), railPlaceOf('video'), railPlaceOf('skipped')]).toEqual([
    'music',
    'music',
    'video',
    'setup',
  ]);
  expect([isMusicList('albums'), isMusicList('album')]).toEqual([true, false]);
});
