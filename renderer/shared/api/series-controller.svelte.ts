import type { SeriesId, ZoneId } from '#contract/entities/ids';
import type { Series } from '#contract/entities/series';
import { watchLibrary } from '#renderer/shared/api/library-watch.ts';
import type { Session } from '#renderer/shared/api/session.ts';

/** One series, and which of its episodes is next; kept right while it is shown. */
export class SeriesController {
  readonly #session: Pick<Session, 'client' | 'feed'>;
  readonly #request: { readonly id: SeriesId; readonly zoneId?: ZoneId };
  #series: Series | undefined = $state.raw();

  constructor(session: Pick<Session, 'client' | 'feed'>, id: SeriesId, zoneId?: ZoneId) {
    this.#session = session;
    this.#request = { id, ...(zoneId !== undefined && { zoneId }) };
  }

  get series(): Series | undefined {
    return this.#series;
  }

  connect(): () => void {
    const leaving = new AbortController();
    const read = (): void => {
      this.#session.client.call('getSeries', this.#request, leaving.signal).then(
        (found) => (this.#series = found),
        // The list of its episodes says what is wrong.
        () => undefined,
      );
    };
    read();
    const unwatch = watchLibrary(this.#session.feed, read, undefined, true);
    return () => {
      unwatch();
      leaving.abort();
    };
  }
}
