import type { Track } from '#contract/entities/track';

export type AlbumRow =
  { readonly kind: 'disc'; readonly disc: number } | { readonly kind: 'track'; readonly track: Track };

/** An album's songs, with a heading before each disc where there are several. */
export function albumRows(tracks: readonly Track[]): readonly AlbumRow[] {
  const discs = new Set(tracks.map(discOf));
  if (discs.size < 2) return tracks.map((track) => ({ kind: 'track', track }));
  return tracks.flatMap((track, index): AlbumRow[] => {
    const disc = discOf(track);
    const before = tracks[index - 1];
    const isFirst = before === undefined || discOf(before) !== disc;
    return [...(isFirst ? [{ kind: 'disc', disc } as const] : []), { kind: 'track', track }];
  });
}

function discOf(track: Track): number {
  return track.discNumber ?? 1;
}
