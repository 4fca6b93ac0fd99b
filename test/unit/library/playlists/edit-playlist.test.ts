import { expect, it } from 'vitest';

import { trackId } from '#contract/entities/ids';
import { withoutSong, withSongMoved, withSongs } from '#library/playlists/edit-playlist';

const [A, B, C, D] = ['a', 'b', 'c', 'd'].map((id) => trackId.parse(id)) as [never, never, never, never];

it('puts songs at the end, each once', () => {
  expect(withSongs([A, B], [B, C, C])).toEqual([A, B, C]);
});

it('takes a song out', () => {
  expect(withoutSong([A, B, C], B)).toEqual([A, C]);
  expect(withoutSong([A], D)).toEqual([A]);
});

it.each([
  [C, A, [C, A, B]],
  [A, C, [B, A, C]],
  [A, null, [B, C, A]],
  [A, D, [B, C, A]],
  [A, A, [A, B, C]],
  [D, A, [A, B, C]],
])('moves %s before %s', (song, before, expected) => {
  expect(withSongMoved([A, B, C], song, before)).toEqual(expected);
});
