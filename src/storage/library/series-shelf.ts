import type { Episode } from '#contract/entities/episode';
import type { ArtworkId, SeriesId, VideoId, VolumeId } from '#contract/entities/ids';
import type { ListFilter } from '#library/browse/ports';
import type { PlayLookup } from '#library/ports';
import { listConditions } from '#storage/library/conditions';
import { episodeAt } from '#storage/library/episode-row';
import { ListMemo } from '#storage/library/list-memo';
import { nextEpisode, withoutCopies, type Watched } from '#storage/library/next-episode';
import type { Db } from '#storage/sqlite/db';
import { titleSort } from '#storage/text/sort-key';

export interface ShelvedEpisode extends Watched<VideoId> {
  readonly volumeId: VolumeId;
  readonly artworkId: ArtworkId | null;
}

export interface ShelvedSeries {
  readonly id: SeriesId;
  readonly title: string;
  /** By season and number, copies too. */
  readonly episodes: readonly ShelvedEpisode[];
}

interface FilmRow {
  readonly id: VideoId;
  readonly volumeId: VolumeId;
  readonly path: string;
  readonly isOnline: number;
  readonly artworkId: ArtworkId | null;
}

interface Standing extends FilmRow {
  readonly episode: Episode;
}

type Shelf = ReadonlyMap<SeriesId, readonly Standing[]>;

/** Films by the series that their names say; reckoned anew when the library, or what may be shown of it, changes. */
export class SeriesShelf {
  readonly #db: Db;
  readonly #plays: PlayLookup;
  readonly #memo: ListMemo;

  constructor(db: Db, plays: PlayLookup) {
    this.#db = db;
    this.#plays = plays;
    this.#memo = new ListMemo(db);
  }

  /** By title. */
  all(filter: ListFilter): readonly ShelvedSeries[] {
    const key = (one: ShelvedSeries): string => titleSort(one.title).sortKey;
    return [...this.#shelf(filter)]
      .map(([id, films]) => this.#toSeries(id, films))
      .toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
  }

  get(id: SeriesId, filter: ListFilter): ShelvedSeries | undefined {
    const films = this.#shelf(filter).get(id);
    return films && this.#toSeries(id, films);
  }

  /** Of every film that is of a series. */
  episodeIds(filter: ListFilter): readonly VideoId[] {
    return [...this.#shelf(filter).values()].flatMap((films) => films.map(({ id }) => id));
  }

  /** The episodes around a film, each once; undefined where it is of no series. */
  around(id: VideoId): readonly ShelvedEpisode[] | undefined {
    for (const [of, films] of this.#shelf(EVERYTHING)) {
      if (films.some((film) => film.id === id)) return withoutCopies(this.#toSeries(of, films).episodes, id);
    }
    return undefined;
  }

  #shelf(filter: ListFilter): Shelf {
    const where = listConditions('m', filter, undefined, 'm.is_present = 1');
    return this.#memo.of(`series ${where.key}`, () => {
      const films = this.#db
        .prepare<[Record<string, unknown>], FilmRow>(
          `
          SELECT m.id, m.volume_id AS volumeId, f.path_shown AS path, v.is_online AS isOnline, m.artwork_id AS artworkId
            FROM video m JOIN file f ON f.key = m.key JOIN temp.visible_volume v ON v.volume_id = m.volume_id
           WHERE ${where.sql} ORDER BY m.sort_key, m.key`,
        )
        .all({ ...where.parameters });
      return shelved(films);
    });
  }

  #toSeries(id: SeriesId, films: readonly Standing[]): ShelvedSeries {
    const episodes = films.map(({ id: film, volumeId, isOnline, artworkId, episode: { season, number } }) => ({
      ...{ id: film, volumeId, artworkId, season, number },
      isOnline: isOnline === 1,
      isBegun: this.#plays.resumeMs(film) !== undefined,
      touchedAt: this.#plays.touchedAt(film),
    }));
    return { id, title: films[0]?.episode.series ?? '', episodes };
  }
}

const EVERYTHING: ListFilter = { isOnlineOnly: false };

export interface GoingOn {
  readonly episodes: readonly ShelvedEpisode[];
  readonly next: ShelvedEpisode | undefined;
}

/** What a series goes on with: each episode once, and the one of them that is next. */
export function goingOn({ episodes }: ShelvedSeries): GoingOn {
  const next = nextEpisode(episodes);
  const each = withoutCopies(episodes, next?.isBegun === true ? next.id : undefined);
  return { episodes: each, next: each.find(({ season, number }) => season === next?.season && number === next.number) };
}

function shelved(films: readonly FilmRow[]): Shelf {
  const standing = films.flatMap((film) => {
    const episode = episodeAt(film.path);
    return episode ? [{ ...film, episode }] : [];
  });
  const sorted = standing.toSorted(
    ({ episode: one }, { episode: other }) => one.season - other.season || one.number - other.number,
  );
  return Map.groupBy(sorted, ({ episode }) => episode.seriesId);
}
