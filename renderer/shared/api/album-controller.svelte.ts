import { ApiError } from '#contract/client';
import type { Album } from '#contract/entities/album';
import type { AlbumId } from '#contract/entities/ids';
import type { Track } from '#contract/entities/track';
import { albumRows, type AlbumRow } from '#renderer/shared/lists/album-rows.ts';
import { FollowedLibrary } from '#renderer/shared/api/followed-library.ts';
import type { Session } from '#renderer/shared/api/session.ts';

const PAGE = 200;

/** One album with all its songs. */
export class AlbumController {
  readonly #session: Session;
  readonly #followed: FollowedLibrary;
  readonly #id: AlbumId;
  #album = $state.raw<Album | undefined>();
  #rows = $state.raw<readonly AlbumRow[] | undefined>();
  #error = $state.raw<unknown>();

  constructor(session: Session, id: AlbumId) {
    this.#session = session;
    this.#followed = new FollowedLibrary(session.feed, (signal) => this.#load(signal));
    this.#id = id;
  }

  get album(): Album | undefined {
    return this.#album;
  }

  get error(): unknown {
    return this.#error;
  }

  /** Of several, the disc that the first song is on: its heading stands above the list. */
  get firstDisc(): number | undefined {
    const first = this.#rows?.[0];
    return first?.kind === 'disc' ? first.disc : undefined;
  }

  /** What follows, for a windowed list. */
  get rows(): { readonly total: number | undefined; at(index: number): AlbumRow | undefined } {
    const rows = this.firstDisc === undefined ? this.#rows : this.#rows?.slice(1);
    return { total: rows?.length, at: (index) => rows?.[index] };
  }

  connect(): () => void {
    return this.#followed.connect();
  }

  reload(): void {
    this.#followed.reload();
  }

  async #load(signal: AbortSignal): Promise<void> {
    try {
      const [album, tracks] = await Promise.all([
        this.#session.client.call('getAlbum', { id: this.#id }, signal),
        this.#loadTracks(signal),
      ]);
      if (signal.aborted) return;
      this.#album = album;
      this.#rows = albumRows(tracks);
      this.#error = undefined;
    } catch (error) {
      if (signal.aborted) return;
      this.#error = error;
      // Under another name now, or deleted: what is shown would play nothing.
      if (error instanceof ApiError && error.code === 'album_not_found') this.#album = this.#rows = undefined;
    }
  }

  /** Its first songs show before the last ones are there: an album may be one folder of thousands. */
  async #loadTracks(signal: AbortSignal): Promise<Track[]> {
    const isFirstTime = this.#rows === undefined;
    const tracks: Track[] = [];
    for (let total = 1; tracks.length < total;) {
      const request = { albumId: this.#id, limit: PAGE, offset: tracks.length };
      const page = await this.#session.client.call('listTracks', request, signal);
      tracks.push(...page.items);
      if (isFirstTime && !signal.aborted) this.#rows = albumRows(tracks);
      total = page.items.length === 0 ? 0 : page.total;
    }
    return tracks;
  }
}
