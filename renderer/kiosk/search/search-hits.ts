import type { ArtworkId } from '#contract/entities/ids';
import type { Track } from '#contract/entities/track';
import type { SearchResult } from '#contract/routes-library';
import { words } from '#renderer/shared/i18n/words.ts';
import { joinWithDots } from '#renderer/shared/text/format.ts';

interface HitText {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly artworkId: ArtworkId | null;
}

export type SearchHit = HitText &
  ({ readonly kind: 'track'; readonly track: Track } | { readonly kind: 'album' | 'artist' | 'video' | 'playlist' });

export interface HitGroup {
  readonly title: string;
  readonly hits: readonly SearchHit[];
}

/** What was found, in groups as they are shown; empty ones are left out. */
export function groupHits(result: SearchResult): readonly HitGroup[] {
  const groups: readonly HitGroup[] = [
    {
      title: words.search.tracks,
      hits: result.tracks.map((track) => ({
        ...{ kind: 'track', track, id: track.id, title: track.title, artworkId: track.artworkId },
        subtitle: joinWithDots([track.artist ?? words.unknownArtist, track.album]),
      })),
    },
    {
      title: words.search.albums,
      hits: result.albums.map(({ id, title, albumArtist, artworkId }) => ({
        ...{ kind: 'album', id, title, artworkId },
        subtitle: albumArtist ?? words.variousArtists,
      })),
    },
    {
      title: words.search.artists,
      hits: result.artists.map(({ id, name, trackCount, artworkId }) => ({
        ...{ kind: 'artist', id, title: name, artworkId },
        subtitle: words.music.songCount(trackCount),
      })),
    },
    {
      title: words.search.videos,
      hits: result.videos.map(({ id, title, artworkId }) => ({
        ...{ kind: 'video', id, title, artworkId },
        subtitle: words.search.videos,
      })),
    },
    {
      title: words.search.playlists,
      hits: result.playlists.map(({ id, name, trackCount }) => ({
        ...{ kind: 'playlist', id, title: name, artworkId: null },
        subtitle: words.music.songCount(trackCount),
      })),
    },
  ];
  return groups.filter((group) => group.hits.length > 0);
}

/** The best few of every kind, in turns, for a strip above the keyboard. */
export function bestHits(groups: readonly HitGroup[], count: number): readonly SearchHit[] {
  const longest = Math.max(0, ...groups.map((group) => group.hits.length));
  const inTurns = Array.from({ length: longest }, (_, index) => groups.flatMap((group) => group.hits[index] ?? []));
  return inTurns.flat().slice(0, count);
}
