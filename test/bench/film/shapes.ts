import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { atMost, told, type Figures } from '#test/bench/figure';
import type { FilmPart } from '#test/bench/film/film-part';
import { REAR, startSeen } from '#test/bench/film/seen';
import { DISC_FILMS, discOn, SCREENS, writeDiscFilm } from '#test/support/disc-film';
import { until } from '#test/support/until';

const MOST_OFF_PERCENT = 2;

/** A disc on each kind of screen: its width to its height against what looks round there. */
export const measureShapes: FilmPart = async ({ folder, pictures }) => {
  const stick = join(folder, 'STICK');
  await mkdir(stick);
  for (const [name, plan] of Object.entries(DISC_FILMS)) await writeDiscFilm(join(stick, name), plan);

  const lines: Record<string, Figures> = {};
  for (const [place, { name, film, width, height, shape, round }] of SCREENS.entries()) {
    const own = join(folder, String(place));
    await using seen = await startSeen({ folder: own, stick, width, height, screen: { shape }, pictures });
    await seen.client.call('play', { id: REAR, videoId: await seen.filmOf(film) });
    const disc = await until(async () => discOn(await seen.shot()));
    await seen.keep(`round on ${name}`);
    lines[name] = {
      off: atMost(Math.abs(disc.width / disc.height / round - 1) * 100, MOST_OFF_PERCENT, '%'),
      ...{ width: told(disc.width, 'px'), height: told(disc.height, 'px'), roundThere: told(round, 'to 1') },
    };
  }
  return lines;
};
