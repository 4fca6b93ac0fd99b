import { expect, it } from 'vitest';

import { episodeOf } from '#kernel/episode-of';

it.each([
  ['TV/The.Wire.S01E02.720p.mkv', 'The Wire', 1, 2, undefined],
  ['The Wire - s01 e03 - The Buys.avi', 'The Wire', 1, 3, 'The Buys'],
  ['The.Wire.S01E05.The.Pager.1080p.BluRay.x264-GRP.mkv', 'The Wire', 1, 5, 'The Pager'],
  ['The.Wire.S01E05E06.mkv', 'The Wire', 1, 5, undefined],
  ['The_Wire_1x04.mp4', 'The Wire', 1, 4, undefined],
  ['The Wire/Season 2/S02E11 Storm Warnings.mkv', 'The Wire', 2, 11, 'Storm Warnings'],
  ['Die Sendung mit der Maus/Staffel 1/2x03.mkv', 'Die Sendung mit der Maus', 2, 3, undefined],
  ['Pingu/Season 1/03 - Pingu Runs Away.avi', 'Pingu', 1, 3, 'Pingu Runs Away'],
  ['Kids/Pingu/Staffel 02/Folge 7.avi', 'Pingu', 2, 7, undefined],
  ['Pingu/season_3/Pingu Episode 12 (Fishing).mkv', 'Pingu', 3, 12, 'Fishing'],
])('reads %s as an episode', (path, series, season, episode, title) => {
  expect(episodeOf(path)).toEqual({ series, seriesKey: series.toLowerCase(), season, episode, title });
});

it.each([
  'Films/Film 1920x1080.mkv',
  'S01E02.mkv',
  '1x02.mkv',
  'Sense.mkv',
  'Movie (2013).mp4',
  'Season 1/01.mkv',
  'Films/12 Monkeys.mkv',
  'Pingu/Season 1/720p trailer.mkv',
])('takes %s for no episode', (path) => {
  expect(episodeOf(path)).toBeUndefined();
});

it('takes spellings of one series for one', () => {
  const keys = ['Pokémon.S01E01.mkv', 'pokemon_s01e02.mkv', 'POKÉMON - 1x03.mkv'].map(
    (path) => episodeOf(path)?.seriesKey,
  );
  expect(new Set(keys)).toEqual(new Set(['pokemon']));
});
