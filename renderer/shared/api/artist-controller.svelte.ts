import { ApiError } from '#contract/client';
import type { Album, Artist } from '#contract/entities/album';
import type { ArtistId } from '#contract/entities/ids';
import { FollowedLibrary } from '#renderer/shared/api/followed-library.ts';
import type { Session } from '#renderer/shared/api/session.ts';

/** An artist, and the first of the albums where they are asked for; follows what scans find. */
export class ArtistController {
  readonly #session: Pick<Session, 'client' | 'feed'>;
  readonly #followed: FollowedLibrary;
  readonly #id: ArtistId;
  readonly #mostAlbums: number;
  #artist = $state.raw<Artist | undefined>();
  #albums = $state.raw<readonly Album[]>([]);
  #error = $state.raw<unknown>();

  constructor(session: Pick<Session, 'client' | 'feed'>, id: ArtistId, mostAlbums = 0) {
    this.#session = session;
    this.#followed = new FollowedLibrary(session.feed, (signal) => this.#load(signal));
    this.#id = id;
    this.#mostAlbums = mostAlbums;
  }

  /** Undefined until it is read, and once there is none of that name any more. */
  get artist(): Artist | undefined {
    return this.#artist;
  }

  get albums(): readonly Album[] {
    return this.#albums;
  }

  /** Why the artist could not be read last time, or undefined. */
  get error(): unknown {
    return this.#error;
  }

  connect(): () => void {
    return this.#followed.connect();
  }

  reload(): void {
    this.#followed.reload();
  }

  async #load(signal: AbortSignal): Promise<void> {
    try {
      const [artist, albums] = await Promise.all([
        this.#session.client.call('getArtist', { id: this.#id }, signal),
        this.#loadAlbums(signal),
      ]);
      if (signal.aborted) return;
      this.#artist = artist;
      this.#albums = albums;
      this.#error = undefined;
    } catch (error) {
      if (signal.aborted) return;
      this.#error = error;
      if (!(error instanceof ApiError) || error.code !== 'artist_not_found') return;
      // Under another name now, or deleted: what is shown would play nothing.
      this.#artist = undefined;
      this.#albums = [];
    }
  }

  async #loadAlbums(signal: AbortSignal): Promise<readonly Album[]> {
    if (this.#mostAlbums === 0) return [];
    const request = { artistId: this.#id, limit: this.#mostAlbums };
    return (await this.#session.client.call('listAlbums', request, signal)).items;
  }
}
