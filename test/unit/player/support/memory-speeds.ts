import type { BookSpeeds } from '#player/ports';

/** As state.db would keep them. */
export function memorySpeeds(): BookSpeeds {
  const speeds = new Map<string, number>();
  return { get: (book) => speeds.get(book), keep: (book, factor) => void speeds.set(book, factor) };
}
