import { describe, expect, it } from 'vitest';

import { albumFolder } from '#storage/scan/reconcile/disc-folder';
import { AlbumGrouping, type AlbumTrack } from '#storage/scan/reconcile/group-albums';

let nextKey = 1;

function song(changes: Partial<AlbumTrack> = {}): AlbumTrack {
  nextKey += 1;
  return {
    key: nextKey,
    folder: 'F',
    fileSortKey: String(nextKey),
    artist: 'Ann',
    album: 'Album',
    albumArtist: null,
    artistSort: null,
    albumSort: null,
    albumArtistSort: null,
    isCompilation: 0,
    trackNumber: null,
    discNumber: null,
    ...changes,
  };
}

function groupAlbums(songs: readonly AlbumTrack[]) {
  const grouping = new AlbumGrouping();
  const groups = Map.groupBy(songs, (track) => grouping.identityOf(track));
  return [...groups].flatMap(([identity, members]) =>
    identity === undefined ? [] : [grouping.albumOf(identity, members)],
  );
}

describe('AlbumGrouping', () => {
  it('makes no album of songs without one', () => {
    expect(groupAlbums([song({ album: null })])).toEqual([]);
  });

  it('takes one artist in one folder for the artist’s album, whatever the spelling', () => {
    const albums = groupAlbums([
      song({ artist: 'Ann' }),
      song({ artist: 'ANN', album: 'ALBUM' }),
      song({ artist: 'Ann' }),
    ]);

    expect(albums).toMatchObject([{ title: 'Album', albumArtist: 'Ann', isCompilation: false }]);
  });

  it('keeps albums of the same title in different folders apart', () => {
    expect(groupAlbums([song({ folder: 'A' }), song({ folder: 'B' })])).toHaveLength(2);
  });

  it('joins songs with the same album artist over folders', () => {
    const albums = groupAlbums([
      song({ folder: 'A', albumArtist: 'Bob' }),
      song({ folder: 'B', albumArtist: 'bob', artist: 'Guest' }),
    ]);

    expect(albums).toMatchObject([{ isCompilation: false, tracks: [{}, {}] }]);
  });

  it('joins flagged songs over folders into one compilation', () => {
    const albums = groupAlbums([
      song({ folder: 'Ann/Hits', isCompilation: 1 }),
      song({ folder: 'Bob/Hits', isCompilation: 1, artist: 'Bob' }),
      song({ folder: 'Cid/Hits', albumArtist: 'Various Artists', artist: 'Cid' }),
    ]);

    expect(albums).toMatchObject([{ albumArtist: null, isCompilation: true, tracks: [{}, {}, {}] }]);
  });

  it('gives a flagged album of one artist to that artist', () => {
    expect(groupAlbums([song({ isCompilation: 1 }), song({ isCompilation: 1 })])).toMatchObject([
      { albumArtist: 'Ann', isCompilation: false },
    ]);
  });

  it('orders by disc, number, then name, with unnumbered songs last', () => {
    const inOrder = [
      song({ folder: 'F/CD1', trackNumber: 1 }),
      song({ folder: 'F/CD1', trackNumber: 2 }),
      song({ folder: 'F/CD1', fileSortKey: 'a' }),
      song({ folder: 'F/CD1', fileSortKey: 'b' }),
      song({ folder: 'F/CD2', trackNumber: 1 }),
      song({ folder: 'F/CD1', trackNumber: 1, discNumber: 3 }),
    ];

    const [album] = groupAlbums(inOrder.toReversed());
    expect(album).toMatchObject({ discCount: 3, tracks: inOrder.map(({ key }) => ({ key })) });
  });

  it('knows an album by the same identity whatever order its songs come in', () => {
    const songs = [song({ artist: 'A' }), song({ artist: 'B' }), song({ album: 'Other' })];
    const identities = (list: readonly AlbumTrack[]) =>
      groupAlbums(list)
        .map((album) => album.identity)
        .toSorted();

    expect(identities(songs)).toEqual(identities(songs.toReversed()));
  });
});

describe('albumFolder', () => {
  it.each([
    ['Live/CD1', 'Live', 1],
    ['Live/Disc 2', 'Live', 2],
    ['Live/disk_03 (bonus)', 'Live', 3],
    ['CD 2', '', 2],
    ['Live/Side B', 'Live', 2],
    ['Live', 'Live', undefined],
    ['Live/Discovery', 'Live/Discovery', undefined],
    ['Live/CDs', 'Live/CDs', undefined],
    ['', '', undefined],
  ])('takes %s apart', (path, folder, discNumber) => {
    expect(albumFolder(path)).toEqual({ folder, discNumber });
  });
});
