import { expect, it } from 'vitest';

import { albumId, trackId } from '#contract/entities/ids';
import { crossfadeMs, type FadedItem } from '#player/crossfade/crossfade-rules';

const ALBUM = albumId.parse('album');

function item(name: string, change: Partial<FadedItem> = {}): FadedItem {
  return { id: trackId.parse(name), kind: 'track', albumId: null, durationMs: 200_000, isSpoken: false, ...change };
}

const one = item('one', { albumId: ALBUM });
const two = item('two', { albumId: ALBUM });
const other = item('other');
const BEHIND = { isInOrder: true };

it('fades songs of different albums into each other for as long as was chosen', () => {
  expect(crossfadeMs(5, { from: one, to: other, ...BEHIND })).toBe(5_000);
  expect(crossfadeMs(12, { from: other, to: item('more'), ...BEHIND })).toBe(12_000);
});

it('fades nothing where nothing was chosen', () => {
  expect(crossfadeMs(0, { from: one, to: other, ...BEHIND })).toBe(0);
});

it('leaves songs of one album alone in their order, and only there', () => {
  expect(crossfadeMs(5, { from: one, to: two, isInOrder: true })).toBe(0);
  expect(crossfadeMs(5, { from: two, to: one, isInOrder: false })).toBe(5_000);
});

it('leaves what is spoken, films, and a song that is repeated alone', () => {
  const book = item('book', { isSpoken: true });
  const film = item('film', { kind: 'video' });

  for (const alone of [book, film]) {
    expect(crossfadeMs(5, { from: one, to: alone, ...BEHIND })).toBe(0);
    expect(crossfadeMs(5, { from: alone, to: one, ...BEHIND })).toBe(0);
  }
  expect(crossfadeMs(5, { from: other, to: other, isInOrder: false })).toBe(0);
});

it('takes a third of a short song at most, and leaves what is too short, or of no known length', () => {
  const short = item('short', { durationMs: 9_000 });

  expect(crossfadeMs(5, { from: other, to: short, ...BEHIND })).toBe(3_000);
  expect(crossfadeMs(5, { from: short, to: other, ...BEHIND })).toBe(3_000);
  expect(crossfadeMs(5, { from: other, to: item('jingle', { durationMs: 1_200 }), ...BEHIND })).toBe(0);
  expect(crossfadeMs(5, { from: item('unknown', { durationMs: null }), to: other, ...BEHIND })).toBe(0);
  expect(crossfadeMs(5, { from: undefined, to: other, ...BEHIND })).toBe(0);
});
