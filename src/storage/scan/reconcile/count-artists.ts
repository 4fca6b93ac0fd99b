import type { ArtistId } from '#contract/entities/ids';
import { artistId } from '#kernel/derive-id';
import { mostCounted, type AlbumGroup, type AlbumTrack } from '#storage/scan/reconcile/group-albums';
import { foldText } from '#storage/text/fold-text';
import { titleSort } from '#storage/text/sort-key';

export interface ArtistCount {
  readonly id: ArtistId;
  readonly name: string;
  readonly albumCount: number;
  readonly trackCount: number;
  readonly sortKey: string;
  readonly letter: string;
}

interface Tally {
  readonly names: Map<string, number>;
  readonly sortNames: Map<string, number>;
  albums: number;
  tracks: number;
}

/** Everyone who has a song or an album; a song counts for its own artist and for its album's. Each song is added once. */
export class ArtistTally {
  readonly #tallies = new Map<string, Tally>();

  addSong({ artist, artistSort }: AlbumTrack): void {
    if (artist !== null) this.#named(artist, artistSort).tracks += 1;
  }

  addAlbum({ albumArtist, albumArtistSort, tracks }: AlbumGroup<AlbumTrack>): void {
    const inAlbum = new Set<Tally>();
    for (const { artist, artistSort } of tracks) {
      const theirs = new Set<Tally>();
      if (artist !== null) theirs.add(this.#named(artist, artistSort));
      if (albumArtist !== null) theirs.add(this.#named(albumArtist, albumArtistSort));
      for (const tally of theirs) {
        tally.tracks += 1;
        inAlbum.add(tally);
      }
    }
    for (const tally of inAlbum) tally.albums += 1;
  }

  counts(): readonly ArtistCount[] {
    return [...this.#tallies].map(([folded, { names, sortNames, albums, tracks }]) => {
      const name = mostCounted(names) ?? folded;
      const sort = titleSort(mostCounted(sortNames) ?? name);
      return { id: artistId(folded), name, albumCount: albums, trackCount: tracks, ...sort };
    });
  }

  #named(name: string, sortName: string | null | undefined): Tally {
    const folded = foldText(name);
    const tally = this.#tallies.get(folded) ?? { names: new Map(), sortNames: new Map(), albums: 0, tracks: 0 };
    this.#tallies.set(folded, tally);
    countIn(tally.names, name);
    if (typeof sortName === 'string') countIn(tally.sortNames, sortName);
    return tally;
  }
}

function countIn(counts: Map<string, number>, text: string): void {
  counts.set(text, (counts.get(text) ?? 0) + 1);
}
