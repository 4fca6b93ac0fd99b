import type { ArtistId } from '#contract/entities/ids';
import { artistId } from '#kernel/derive-id';
import { mostCounted, type AlbumGroup, type AlbumTrack } from '#storage/scan/reconcile/group-albums';
import { foldText } from '#storage/text/fold-text';

export interface ArtistCount {
  readonly id: ArtistId;
  readonly name: string;
  readonly albumCount: number;
  readonly trackCount: number;
}

interface Tally {
  readonly names: Map<string, number>;
  albums: number;
  tracks: number;
}

/** Everyone who has a song or an album; a song counts for its own artist and for its album's. Each song is added once. */
export class ArtistTally {
  readonly #tallies = new Map<string, Tally>();

  addSong({ artist }: AlbumTrack): void {
    if (artist !== null) this.#named(foldText(artist), artist).tracks += 1;
  }

  addAlbum({ albumArtist, tracks }: AlbumGroup<AlbumTrack>): void {
    const inAlbum = new Set<Tally>();
    for (const { artist } of tracks) {
      const names = [artist, albumArtist].filter((name) => name !== null);
      const theirs = new Set(names.map((name) => this.#named(foldText(name), name)));
      for (const tally of theirs) {
        tally.tracks += 1;
        inAlbum.add(tally);
      }
    }
    for (const tally of inAlbum) tally.albums += 1;
  }

  counts(): readonly ArtistCount[] {
    return [...this.#tallies].map(([folded, { names, albums, tracks }]) => ({
      id: artistId(folded),
      name: mostCounted(names) ?? folded,
      albumCount: albums,
      trackCount: tracks,
    }));
  }

  #named(folded: string, name: string): Tally {
    const tally = this.#tallies.get(folded) ?? { names: new Map<string, number>(), albums: 0, tracks: 0 };
    this.#tallies.set(folded, tally);
    tally.names.set(name, (tally.names.get(name) ?? 0) + 1);
    return tally;
  }
}
