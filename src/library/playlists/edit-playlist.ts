import type { TrackId } from '#contract/entities/ids';

/** At the end, in their order; those that are in it already stay where they are. */
export function withSongs(songs: readonly TrackId[], added: readonly TrackId[]): readonly TrackId[] {
  return [...new Set([...songs, ...added])];
}

export function withoutSong(songs: readonly TrackId[], song: TrackId): readonly TrackId[] {
  return songs.filter((one) => one !== song);
}

/** Right before another song; to the end where there is none, or not any more. */
export function withSongMoved(songs: readonly TrackId[], song: TrackId, before: TrackId | null): readonly TrackId[] {
  if (song === before || !songs.includes(song)) return songs;
  const others = withoutSong(songs, song);
  const index = others.findIndex((one) => one === before);
  return index === -1 ? [...others, song] : others.toSpliced(index, 0, song);
}
