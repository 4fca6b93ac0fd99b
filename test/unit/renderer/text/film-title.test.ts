import { expect, it } from 'vitest';

import { seriesId } from '#contract/entities/ids';
import { filmTitle, titleInSeries } from '#renderer/shared/text/film-title.ts';

const EPISODE = { seriesId: seriesId.parse('e'), series: 'Lantern', season: 1, number: 2 };

it('names an episode by its series, and among its own by what it is called', () => {
  const named = { title: 'Lantern S01E02 Meadow', episode: { ...EPISODE, title: 'Meadow' } };
  const nameless = { title: '02', episode: { ...EPISODE, title: null } };

  expect([filmTitle(named), titleInSeries(named)]).toEqual(['Lantern 1×02', '1×02 Meadow']);
  expect([filmTitle(nameless), titleInSeries(nameless)]).toEqual(['Lantern 1×02', '1×02']);
  expect(filmTitle({ title: 'Heat', episode: null })).toBe('Heat');
});
