import type { PlaylistId } from '#contract/entities/ids';
import type { Track } from '#contract/entities/track';
import { watchLibrary } from '#renderer/shared/api/library-watch.ts';
import { PagedList } from '#renderer/shared/api/paged-list.svelte.ts';
import type { Session } from '#renderer/shared/api/session.ts';

/** The songs of a playlist of one's own, in an order that a finger can change. */
export class OwnPlaylistList {
  readonly list: PagedList<Track>;
  readonly #session: Session;
  readonly #id: PlaylistId;

  constructor(session: Session, id: PlaylistId) {
    this.#session = session;
    this.#id = id;
    this.list = new PagedList((offset, limit, signal) =>
      session.client.call('listPlaylistTracks', { id, offset, limit, ...session.filter.limits }, signal),
    );
  }

  /** Shows at once what the service is asked for; what it refuses goes back. */
  async move(from: number, to: number): Promise<void> {
    const song = this.list.at(from);
    if (!song) return;
    const before = this.list.at(from < to ? to + 1 : to)?.id ?? null;
    this.list.move(from, to);
    if (!(await this.#session.playlists.moveSong(this.#id, song.id, before))) this.list.reload();
  }

  connect(): () => void {
    const unwatch = watchLibrary(this.#session.feed, () => {
      this.list.reload();
    });
    return () => {
      unwatch();
      this.list.close();
    };
  }
}
