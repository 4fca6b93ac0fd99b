import { videoId, type FolderId, type ZoneId } from '#contract/entities/ids';
import type { HandlersOf } from '#contract/routes';
import { toPage, toWindow } from '#library/browse/paging';
import type { FilmChoice, SeriesCatalog, VideoCatalog } from '#library/browse/ports';
import type { PlayLookup } from '#library/ports';

export interface FilmListsDeps {
  readonly videos: VideoCatalog;
  readonly series: SeriesCatalog;
  readonly plays: Pick<PlayLookup, 'lastTouched' | 'resumeMs'>;
  /** What a zone for children may show; undefined for all others. */
  kidFolders(zoneId: ZoneId): readonly FolderId[] | undefined;
}

interface FilmRequest {
  readonly zoneId?: ZoneId | undefined;
  readonly isOnline?: boolean | undefined;
}

type FilmListRoutes = HandlersOf<'listContinued' | 'listWatched' | 'listSeries' | 'getSeries'>;

/** Songs among them are left out later. */
const MOST_WATCHED = 1_000;

/** Series, and what was watched: the routes of films beyond their list by title. */
export class FilmLists implements FilmListRoutes {
  readonly #deps: FilmListsDeps;

  constructor(deps: FilmListsDeps) {
    this.#deps = deps;
  }

  readonly listContinued: FilmListRoutes['listContinued'] = (request) => {
    const { plays, videos } = this.#deps;
    const begun = plays.lastTouched().filter((id) => plays.resumeMs(id) !== undefined);
    const window = toWindow(request);
    return toPage(videos.pick(asFilms(begun), window, this.#choice(request)), window);
  };

  readonly listWatched: FilmListRoutes['listWatched'] = (request) => {
    const { plays, videos } = this.#deps;
    const window = toWindow(request);
    return toPage(videos.pick(asFilms(plays.lastTouched()), window, this.#choice(request)), window);
  };

  readonly listSeries: FilmListRoutes['listSeries'] = (request) => {
    const window = toWindow(request);
    return toPage(this.#deps.series.list(this.#choice(request), window), window);
  };

  readonly getSeries: FilmListRoutes['getSeries'] = ({ id, ...request }) => {
    return this.#deps.series.get(id, this.#choice(request));
  };

  #choice({ zoneId, isOnline = false }: FilmRequest): FilmChoice {
    return { isOnlineOnly: isOnline, within: zoneId === undefined ? undefined : this.#deps.kidFolders(zoneId) };
  }
}

function asFilms(ids: readonly string[]) {
  return ids.slice(0, MOST_WATCHED).map((id) => videoId.parse(id));
}
