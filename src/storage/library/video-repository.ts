import type { ArtworkId } from '#contract/entities/ids';
import type { Video } from '#contract/entities/video';
import type { LetterCount, ListFilter, ListSlice, ListWindow, VideoCatalog } from '#library/browse/ports';
import type { PlayLookup } from '#library/ports';
import { listConditions, type Conditions, type SearchTable } from '#storage/library/conditions';
import { ListReader } from '#storage/library/list-reader';
import type { NearWords } from '#storage/library/near-words';
import type { Db } from '#storage/sqlite/db';

type VideoRow = Omit<Video, 'isOnline' | 'playCount' | 'resumeMs'> & { readonly isOnline: number };

export class VideoRepository implements VideoCatalog {
  readonly #plays: PlayLookup;
  readonly #search: SearchTable;
  readonly #lists: ListReader<VideoRow>;
  readonly #pictured;

  constructor(db: Db, near: NearWords, plays: PlayLookup) {
    this.#search = { name: 'video_search', near };
    this.#plays = plays;
    this.#pictured = db.prepare<{ id: string }>('SELECT 1 FROM video WHERE artwork_id = :id LIMIT 1');
    this.#lists = new ListReader(db, {
      from: 'video m',
      item: 'm.key',
      sortKey: 'm.sort_key',
      letter: 'm.letter',
      columns: `
        m.id, m.title, m.duration_ms AS durationMs, m.width, m.height, f.size_bytes AS sizeBytes,
        f.path_shown AS path, m.volume_id AS volumeId, v.is_online AS isOnline, m.artwork_id AS artworkId`,
      joins: `
        JOIN video m ON m.key = page.item
        JOIN file f ON f.key = m.key
        JOIN temp.visible_volume v ON v.volume_id = m.volume_id`,
    });
  }

  list(filter: ListFilter, window: ListWindow): ListSlice<Video> {
    const where = this.#where(filter);
    const { rows, total } = this.#lists.byTitle(where, window, filter);
    return { items: rows.map((row) => this.#toVideo(row)), total };
  }

  /** It is the picture of a film. */
  hasPicture(id: ArtworkId): boolean {
    return this.#pictured.get({ id }) !== undefined;
  }

  letters(filter: ListFilter): readonly LetterCount[] {
    return this.#lists.letters(this.#where(filter));
  }

  #toVideo({ isOnline, ...row }: VideoRow): Video {
    const { id } = row;
    const resumeMs = this.#plays.resumeMs(id) ?? null;
    return { ...row, isOnline: isOnline === 1, playCount: this.#plays.playCount(id), resumeMs };
  }

  #where(filter: ListFilter): Conditions {
    return listConditions('m', filter, this.#search, 'm.is_present = 1');
  }
}
