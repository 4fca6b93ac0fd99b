import { videoId, type FolderId, type ZoneId } from '#contract/entities/ids';
import type { HandlersOf } from '#contract/routes';
import { toPage, toWindow, type PageRequest } from '#library/browse/paging';
import type { FilmChoice, FilmFolderCatalog, SeriesCatalog, VideoCatalog } from '#library/browse/ports';
import type { PlayLookup } from '#library/ports';

export interface FilmListsDeps {
  readonly videos: VideoCatalog;
  readonly filmFolders: FilmFolderCatalog;
  readonly series: SeriesCatalog;
  readonly plays: Pick<PlayLookup, 'lastTouched' | 'resumeMs'>;
  /** What a zone for children may show; undefined for all others. */
  kidFolders(zoneId: ZoneId): readonly FolderId[] | undefined;
}

interface FilmRequest {
  readonly zoneId?: ZoneId | undefined;
  readonly isOnline?: boolean | undefined;
}

type FilmListRoutes = HandlersOf<'listContinued' | 'listWatched' | 'listFilmFolders' | 'listSeries' | 'getSeries'>;

/** Songs among them are left out later. */
const MOST_WATCHED = 1_000;

/** Series, and what was watched: the routes of films beyond their list by title. */
export class FilmLists implements FilmListRoutes {
  readonly #deps: FilmListsDeps;

  constructor(deps: FilmListsDeps) {
    this.#deps = deps;
  }

  readonly listContinued: FilmListRoutes['listContinued'] = (request) => {
    const { plays } = this.#deps;
    return this.#picked(
      plays.lastTouched().filter((id) => plays.resumeMs(id) !== undefined),
      request,
    );
  };

  readonly listWatched: FilmListRoutes['listWatched'] = (request) => {
    return this.#picked(this.#deps.plays.lastTouched(), request);
  };

  readonly listFilmFolders: FilmListRoutes['listFilmFolders'] = (request) => {
    const window = toWindow(request);
    return toPage(this.#deps.filmFolders.list(this.#choice(request), window), window);
  };

  readonly listSeries: FilmListRoutes['listSeries'] = (request) => {
    const window = toWindow(request);
    return toPage(this.#deps.series.list(this.#choice(request), window), window);
  };

  readonly getSeries: FilmListRoutes['getSeries'] = ({ id, ...request }) => {
    return this.#deps.series.get(id, this.#choice(request));
  };

  #picked(ids: readonly string[], request: FilmRequest & PageRequest) {
    const choice = this.#choice(request);
    // Of children's films there may be few among the last ones of all.
    const most = choice.within === undefined ? MOST_WATCHED : ids.length;
    const films = ids.slice(0, most).map((id) => videoId.parse(id));
    const window = toWindow(request);
    return toPage(this.#deps.videos.pick(films, window, choice), window);
  }

  #choice({ zoneId, isOnline = false }: FilmRequest): FilmChoice {
    return { isOnlineOnly: isOnline, within: zoneId === undefined ? undefined : this.#deps.kidFolders(zoneId) };
  }
}
