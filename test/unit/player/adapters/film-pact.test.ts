import { expect, it } from 'vitest';

import { FilmPact } from '#player/adapters/mpv/film-pact';

const PID = 4711;
const FILM = { loadId: 1, isFilm: true };
const SONG = { loadId: 2, isFilm: false };

function setup(pid: number | undefined = PID) {
  const held: { pid: number | undefined } = { pid: undefined };
  const pact = new FilmPact(() => pid, { hold: (of) => (held.pid = of) });
  return { pact, held };
}

it('holds a player for as long as a film is on it in the sight of whoever drives', () => {
  const { pact, held } = setup();
  pact.loaded(FILM);
  expect(held.pid).toBeUndefined();
  pact.setInSight(true);
  expect(held.pid).toBe(PID);
  pact.setInSight(false);
  expect(held.pid).toBeUndefined();

  pact.setInSight(true);
  pact.unloaded();
  expect(held.pid).toBeUndefined();
});

it('lets music play on that has followed a film, and holds the film that is to follow music', () => {
  const { pact, held } = setup();
  pact.setInSight(true);
  pact.loaded(FILM);
  pact.prepared(SONG);
  expect(held.pid).toBe(PID);
  pact.started(SONG.loadId);
  expect(held.pid).toBeUndefined();

  pact.prepared({ ...FILM, loadId: 3 });
  expect(held.pid).toBe(PID);
  pact.prepared(undefined);
  expect(held.pid).toBeUndefined();
});

it('is not ended by what started before', () => {
  const { pact, held } = setup();
  pact.setInSight(true);
  pact.loaded(FILM);
  pact.prepared(SONG);
  pact.started(FILM.loadId);
  expect(held.pid).toBe(PID);
});
