import { expect, it } from 'vitest';

import { searchResult, type SearchResult } from '#contract/routes-library';
import { bestHits, groupHits } from '#renderer/kiosk/search/search-hits.ts';

const SHARED = { volumeId: 'v', isOnline: true, artworkId: null };

function found(): SearchResult {
  const aTrack = (id: string) => ({
    ...SHARED,
    ...{ id, title: id, artist: 'A', album: 'B', albumArtist: null, genre: null, year: null, trackNumber: null },
    ...{ discNumber: null, durationMs: null, path: id, albumId: null, artistId: null, playCount: 0, resumeMs: null },
  });
  return searchResult.parse({
    tracks: ['t1', 't2', 't3'].map(aTrack),
    albums: [],
    artists: [{ ...SHARED, id: 'r1', name: 'R', albumCount: 1, trackCount: 2 }],
    videos: [],
    playlists: [{ ...SHARED, id: 'p1', name: 'P', trackCount: 3, isOwn: false, missingCount: 0 }],
  });
}

it('leaves out groups that found nothing', () => {
  expect(groupHits(found()).map((group) => group.title)).toEqual(['Songs', 'Artists', 'Playlists']);
});

it('takes the best of every kind in turns', () => {
  const best = bestHits(groupHits(found()), 4);

  expect(best.map((hit) => hit.id)).toEqual(['t1', 'r1', 'p1', 't2']);
});
