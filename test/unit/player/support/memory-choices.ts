import type { FilmChoice, FilmChoiceStore } from '#player/ports';

/** As state.db would keep them. */
export function memoryChoices(): FilmChoiceStore {
  const choices = new Map<string, FilmChoice>();
  return { get: (key) => choices.get(key), keep: (key, choice) => void choices.set(key, choice) };
}
