import type { ApiClient } from '#contract/client';
import type { PlaylistId, TrackId } from '#contract/entities/ids';
import type { Playlist } from '#contract/entities/playlist';
import type { RequestOf } from '#contract/routes';

/** Something that can be put into a playlist. */
export type SongSource = Omit<RequestOf<'addToPlaylist'>, 'id'>;

export interface PlaylistsControllerDeps {
  readonly client: ApiClient;
  readonly fail: (error: unknown) => void;
}

const MOST = 200;

/** Changes the listener's own playlists; what fails becomes words on the screen, and the answer undefined. */
export class PlaylistsController {
  readonly #deps: PlaylistsControllerDeps;

  constructor(deps: PlaylistsControllerDeps) {
    this.#deps = deps;
  }

  async listOwn(): Promise<readonly Playlist[] | undefined> {
    const page = await this.#try((client) => client.call('listPlaylists', { limit: MOST }));
    return page?.items.filter((playlist) => playlist.isOwn);
  }

  async create(name: string, first?: SongSource): Promise<Playlist | undefined> {
    const made = await this.#try((client) => client.call('createPlaylist', { name }));
    return made && first ? this.add(made.id, first) : made;
  }

  add(id: PlaylistId, source: SongSource): Promise<Playlist | undefined> {
    return this.#try((client) => client.call('addToPlaylist', { id, ...source }));
  }

  rename(id: PlaylistId, name: string): Promise<Playlist | undefined> {
    return this.#try((client) => client.call('renamePlaylist', { id, name }));
  }

  async delete(id: PlaylistId): Promise<boolean> {
    return (await this.#try((client) => client.call('deletePlaylist', { id }))) !== undefined;
  }

  /** `before`: the song that stands behind it afterwards; null at the end. */
  moveSong(id: PlaylistId, trackId: TrackId, before: TrackId | null): Promise<Playlist | undefined> {
    return this.#try((client) => client.call('moveInPlaylist', { id, trackId, before }));
  }

  removeSong(id: PlaylistId, trackId: TrackId): Promise<Playlist | undefined> {
    return this.#try((client) => client.call('removeFromPlaylist', { id, trackId }));
  }

  async #try<Answer>(call: (client: ApiClient) => Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await call(this.#deps.client);
    } catch (error) {
      this.#deps.fail(error);
      return undefined;
    }
  }
}
