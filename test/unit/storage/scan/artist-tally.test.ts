import { describe, expect, it } from 'vitest';

import { ArtistTally } from '#storage/scan/reconcile/count-artists';
import { AlbumGrouping, type AlbumTrack } from '#storage/scan/reconcile/group-albums';

function song(key: number, changes: Partial<AlbumTrack> = {}): AlbumTrack {
  return {
    key,
    folder: 'F',
    fileSortKey: String(key),
    artist: 'Ann',
    album: 'Album',
    albumArtist: 'Ann',
    artistSort: null,
    albumSort: null,
    albumArtistSort: null,
    isCompilation: 0,
    trackNumber: key,
    discNumber: null,
    ...changes,
  };
}

function countsOf(tally: ArtistTally) {
  return tally.counts().map(({ name, albumCount, trackCount }) => ({ name, albumCount, trackCount }));
}

describe('ArtistTally', () => {
  it('counts a song once for its artist and once for the artist of its album', () => {
    const tally = new ArtistTally();

    tally.addAlbum(new AlbumGrouping().albumOf('artist\0album\0ann', [song(1), song(2, { artist: 'Guest' })]));

    expect(countsOf(tally)).toEqual([
      { name: 'Ann', albumCount: 1, trackCount: 2 },
      { name: 'Guest', albumCount: 1, trackCount: 1 },
    ]);
  });

  it('sorts a name by what most tags say of it, also where it is the artist of an album', () => {
    const tally = new ArtistTally();
    const song1 = song(1, { artist: 'Ann Zed', albumArtist: 'Ann Zed', albumArtistSort: 'Zed, Ann' });

    tally.addAlbum(new AlbumGrouping().albumOf('artist\0album\0ann zed', [song1]));
    tally.addSong(song(2, { artist: 'Bob', album: null }));

    expect(tally.counts().map(({ name, letter }) => [name, letter])).toEqual([
      ['Ann Zed', 'Z'],
      ['Bob', 'B'],
    ]);
  });

  it('takes spellings of one name together, and shows the one that is most frequent', () => {
    const tally = new ArtistTally();

    for (const artist of ['ANN', 'Änn', 'Änn', null]) tally.addSong(song(1, { artist, album: null }));

    expect(countsOf(tally)).toEqual([{ name: 'Änn', albumCount: 0, trackCount: 3 }]);
  });
});
