import type { SeriesId } from '#contract/entities/ids';
import type { Series } from '#contract/entities/series';
import type { FilmChoice, ListSlice, ListWindow, SeriesCatalog } from '#library/browse/ports';
import { SeriesNotFound } from '#storage/library/not-found';
import { goingOn, type SeriesShelf, type ShelvedSeries } from '#storage/library/series-shelf';
import type { VideoRepository } from '#storage/library/video-repository';

export class SeriesRepository implements SeriesCatalog {
  readonly #shelf: SeriesShelf;
  readonly #videos: VideoRepository;

  constructor(shelf: SeriesShelf, videos: VideoRepository) {
    this.#shelf = shelf;
    this.#videos = videos;
  }

  list(choice: FilmChoice, { offset, limit }: ListWindow): ListSlice<Series> {
    const all = this.#shelf.all(choice);
    const page = all.slice(offset, offset + limit);
    return { items: page.flatMap((one) => this.#toSeries(one) ?? []), total: all.length };
  }

  get(id: SeriesId, choice: FilmChoice): Series {
    const shelved = this.#shelf.get(id, choice);
    const series = shelved && this.#toSeries(shelved);
    if (!series) throw new SeriesNotFound(id);
    return series;
  }

  #toSeries(shelved: ShelvedSeries): Series | undefined {
    const { episodes, next: nextShelved } = goingOn(shelved);
    const ids = nextShelved ? [nextShelved.id] : [];
    const [next] = this.#videos.pick(ids, { offset: 0, limit: 1 }, { isOnlineOnly: false }).items;
    if (!next) return undefined;
    return {
      id: shelved.id,
      title: shelved.title,
      seasonCount: new Set(episodes.map(({ season }) => season)).size,
      episodeCount: episodes.length,
      isOnline: episodes.some(({ isOnline }) => isOnline),
      artworkId: next.artworkId ?? episodes.find(({ artworkId }) => artworkId !== null)?.artworkId ?? null,
      next,
    };
  }
}
