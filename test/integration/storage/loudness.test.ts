import { expect, it } from 'vitest';

import { openLibrary, songId } from '#test/integration/storage/library-fixture';

const inAlbum = { artist: 'X', album: 'A', durationMs: 100_000 };

it('knows how loud an album is by all of its songs, and not by half of them', () => {
  const library = openLibrary();
  library.scan([
    { path: 'A/1.mp3', tags: { ...inAlbum, trackNumber: 1, gainDb: -10, peak: 0.9 } },
    { path: 'A/2.mp3', tags: { ...inAlbum, trackNumber: 2, gainDb: 0, peak: 0.5 } },
    { path: 'B/1.mp3', tags: { ...inAlbum, album: 'B', trackNumber: 1, gainDb: -10, peak: 0.9 } },
    { path: 'B/2.mp3', tags: { ...inAlbum, album: 'B', trackNumber: 2 } },
    { path: 'C/1.mp3', tags: { ...inAlbum, album: 'C', gainDb: -3, albumGainDb: -5, albumPeak: 1 } },
  ]);
  const of = (path: string) => library.reader.playables.loudnessOf(songId(path));

  expect(of('A/2.mp3')).toMatchObject({ trackGainDb: 0, trackPeak: 0.5, albumPeak: 0.9 });
  // The mean of 10 times and once the power.
  expect(of('A/1.mp3')?.albumGainDb).toBeCloseTo(-10 * Math.log10(5.5), 5);
  expect(of('B/1.mp3')).toMatchObject({ trackGainDb: -10, albumGainDb: undefined });
  expect(of('C/1.mp3')).toMatchObject({ trackGainDb: -3, albumGainDb: -5, albumPeak: 1 });
  expect(of('nowhere.mp3')).toBeUndefined();
});
