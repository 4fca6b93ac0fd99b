import { expect, it } from 'vitest';

import { withNamesFromPath } from '#library/scan/name-tags';

it.each([
  ['Band/Record/03 Song.mp3', { title: 'Song', artist: 'Band', album: 'Record', trackNumber: 3 }],
  ['Band/Record/1-03 - Song.mp3', { title: 'Song', artist: 'Band', album: 'Record', trackNumber: 3, discNumber: 1 }],
  ['03 - Song.mp3', { title: 'Song', trackNumber: 3, artist: undefined }],
  ['Downloads/Band - Song.mp3', { title: 'Song', artist: 'Band', album: undefined }],
  ['07. Band - Song.mp3', { title: 'Song', artist: 'Band', trackNumber: 7 }],
  ['my_first_song.mp3', { title: 'my first song', artist: undefined }],
  ['1999.mp3', { title: '1999', trackNumber: undefined }],
])('makes names of %s', (path, tags) => {
  expect(withNamesFromPath({}, Buffer.from(path))).toMatchObject(tags);
});

it('leaves a song with a title alone', () => {
  expect(withNamesFromPath({ title: 'Ace' }, Buffer.from('Band/Record/03 Song.mp3'))).toEqual({ title: 'Ace' });
});
