import { describe, expect, it } from 'vitest';

import { nextEpisode, withoutCopies, type Watched } from '#storage/library/next-episode';

function episode(name: string, more: Partial<Watched<string>> = {}): Watched<string> {
  const [season = 0, number = 0] = name.split('x').map(Number);
  return { id: name, season, number, isOnline: true, isBegun: false, touchedAt: undefined, ...more };
}

describe('what a series goes on with', () => {
  const rest = [episode('1x03'), episode('2x01')];

  it.each([
    ['the first of one that nobody has watched', [episode('1x01'), episode('1x02'), ...rest], '1x01'],
    ['the one behind what was watched last', [episode('1x01', { touchedAt: 5 }), episode('1x02'), ...rest], '1x02'],
    ['the one that was begun', [episode('1x01'), episode('1x02', { touchedAt: 1, isBegun: true }), ...rest], '1x02'],
    [
      'what was left last, though others were begun before',
      [episode('1x01', { touchedAt: 1, isBegun: true }), episode('1x02', { touchedAt: 2 }), ...rest],
      '1x03',
    ],
    ['the next season', [episode('1x03', { touchedAt: 9 }), episode('2x01')], '2x01'],
    ['the first again behind the last', [episode('1x01'), episode('2x01', { touchedAt: 9 })], '1x01'],
  ])('is %s', (_what, episodes, id) => {
    expect(nextEpisode(episodes)?.id).toBe(id);
  });
});

it('plays each episode once: the copy that was asked for, else one on a stick that is in', () => {
  const copies = [
    episode('1x01', { id: 'out', isOnline: false }),
    episode('1x01', { id: 'in' }),
    episode('1x01', { id: 'other' }),
    episode('1x02', { id: 'second' }),
  ];

  expect(withoutCopies(copies).map(({ id }) => id)).toEqual(['in', 'second']);
  expect(withoutCopies(copies, 'other').map(({ id }) => id)).toEqual(['other', 'second']);
});
