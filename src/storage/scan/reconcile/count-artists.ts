import { artistId } from '#kernel/derive-id';
import { mostFrequent, type AlbumGroup, type AlbumTrack } from '#storage/scan/reconcile/group-albums';
import { foldText } from '#storage/text/fold-text';
import type { ArtistId } from '#contract/entities/ids';

export interface ArtistCount {
  readonly id: ArtistId;
  readonly name: string;
  readonly albumCount: number;
  readonly trackCount: number;
}

interface Tally {
  readonly names: string[];
  readonly albums: Set<string>;
  readonly tracks: Set<number>;
}

/** Everyone who has a song or an album; a song counts for its own artist and for its album's. */
export function countArtists(
  tracks: Iterable<AlbumTrack>,
  albums: readonly AlbumGroup<AlbumTrack>[],
): readonly ArtistCount[] {
  const tallies = new Map<string, Tally>();
  const add = (name: string | null, track: AlbumTrack, album: string | undefined): void => {
    if (name === null) return;
    const folded = foldText(name);
    const tally = tallies.get(folded) ?? { names: [], albums: new Set(), tracks: new Set() };
    tallies.set(folded, tally);
    tally.names.push(name);
    tally.tracks.add(track.key);
    if (album !== undefined) tally.albums.add(album);
  };

  for (const track of tracks) if (track.album === null) add(track.artist, track, undefined);
  for (const album of albums) {
    for (const track of album.tracks) {
      add(track.artist, track, album.identity);
      add(album.albumArtist, track, album.identity);
    }
  }
  return [...tallies].map(([folded, tally]) => ({
    id: artistId(folded),
    name: mostFrequent(tally.names) ?? folded,
    albumCount: tally.albums.size,
    trackCount: tally.tracks.size,
  }));
}
