import type { PlaylistId } from '#contract/entities/ids';
import type { OwnPlaylist, OwnPlaylistStore, SongKeepsakes, SongMove } from '#library/ports';
import type { WriteQueue } from '#storage/state/write-queue';

/** The listener's own playlists; in memory as on the card. */
export class OwnPlaylistRepository implements OwnPlaylistStore, SongKeepsakes {
  readonly #writes: WriteQueue;
  readonly #playlists: Map<string, OwnPlaylist>;
  #last: Promise<void> = Promise.resolve();

  constructor(playlists: readonly OwnPlaylist[], writes: WriteQueue) {
    this.#playlists = new Map(playlists.map((playlist) => [playlist.id, playlist]));
    this.#writes = writes;
  }

  list(): readonly OwnPlaylist[] {
    return [...this.#playlists.values()];
  }

  get(id: string): OwnPlaylist | undefined {
    return this.#playlists.get(id);
  }

  add(playlist: OwnPlaylist): Promise<void> {
    return this.#inTurn(() => this.#save(playlist));
  }

  change(id: PlaylistId, change: (playlist: OwnPlaylist) => OwnPlaylist): Promise<void> {
    return this.#inTurn(async () => {
      const playlist = this.#playlists.get(id);
      if (playlist !== undefined) await this.#save(change(playlist));
    });
  }

  remove(id: PlaylistId): Promise<void> {
    return this.#inTurn(async () => {
      await this.#writes.ask('the playlist', { kind: 'remove own playlist', id });
      this.#playlists.delete(id);
    });
  }

  async follow(moves: readonly SongMove[]): Promise<void> {
    const targets = new Map(moves.map(({ from, to }) => [from, to]));
    for (const { id, trackIds } of this.list()) {
      if (!trackIds.some((song) => targets.has(song))) continue;
      await this.change(id, (playlist) => ({
        ...playlist,
        // A song that stands there under its new id already is one with it.
        trackIds: [...new Set(playlist.trackIds.map((song) => targets.get(song) ?? song))],
      }));
    }
  }

  async #save(playlist: OwnPlaylist): Promise<void> {
    await this.#writes.ask('the playlist', { kind: 'own playlist', playlist });
    this.#playlists.set(playlist.id, playlist);
  }

  #inTurn(action: () => Promise<void>): Promise<void> {
    const done = this.#last.then(action);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
