import type { ArtworkId, FolderId, VideoId } from '#contract/entities/ids';
import type { Video } from '#contract/entities/video';
import type { FilmChoice, FilmFilter, LetterCount, ListSlice, ListWindow, VideoCatalog } from '#library/browse/ports';
import type { PlayLookup } from '#library/ports';
import { listConditions, type Conditions, type SearchTable } from '#storage/library/conditions';
import { episodeAt } from '#storage/library/episode-row';
import { ListReader } from '#storage/library/list-reader';
import type { NearWords } from '#storage/library/near-words';
import type { SeriesShelf } from '#storage/library/series-shelf';
import { asJson, isWithin } from '#storage/library/within';
import type { Db } from '#storage/sqlite/db';

type VideoRow = Omit<Video, 'isOnline' | 'playCount' | 'resumeMs' | 'episode'> & { readonly isOnline: number };

const COLUMNS = `
  m.id, m.title, m.duration_ms AS durationMs, m.width, m.height, f.size_bytes AS sizeBytes, f.path_shown AS path,
  m.volume_id AS volumeId, v.is_online AS isOnline, m.artwork_id AS artworkId`;
const JOINS = `
  JOIN file f ON f.key = m.key
  JOIN temp.visible_volume v ON v.volume_id = m.volume_id`;

export class VideoRepository implements VideoCatalog {
  readonly #plays: PlayLookup;
  readonly #search: SearchTable;
  readonly #lists: ListReader<VideoRow>;
  readonly #pictured;
  readonly #picked;
  readonly #inFolder;
  readonly #shelf: SeriesShelf;

  constructor(db: Db, near: NearWords, plays: PlayLookup, shelf: SeriesShelf) {
    this.#shelf = shelf;
    this.#search = { name: 'video_search', near };
    this.#plays = plays;
    this.#pictured = db.prepare<{ id: string }, { isFrame: number }>(`
      SELECT MAX(artwork_tried IS NULL OR artwork_tried NOT LIKE 'image %') AS isFrame FROM video
       WHERE artwork_id = :id HAVING COUNT(*) > 0`);
    this.#lists = new ListReader(db, {
      from: 'video m',
      item: 'm.key',
      sortKey: 'm.sort_key',
      letter: 'm.letter',
      columns: COLUMNS,
      joins: `JOIN video m ON m.key = page.item ${JOINS}`,
    });
    this.#inFolder = db
      .prepare<{ id: FolderId }, VideoId>(
        "SELECT f.id FROM file f WHERE f.folder_id = :id AND f.is_present = 1 AND f.kind = 'video' ORDER BY f.sort_key, f.key",
      )
      .pluck();
    this.#picked = db.prepare<{ ids: string; within: string | null; isOnlineOnly: number }, VideoRow>(`
      SELECT ${COLUMNS} FROM json_each(:ids) wanted JOIN video m ON m.id = wanted.value AND m.is_present = 1 ${JOINS}
       WHERE ${isWithin('m')} AND v.is_online >= :isOnlineOnly
       ORDER BY wanted.key`);
  }

  list(filter: FilmFilter, window: ListWindow): ListSlice<Video> {
    if (filter.seriesId !== undefined) {
      return this.pick(this.#shelf.get(filter.seriesId, filter)?.episodes.map(({ id }) => id) ?? [], window, filter);
    }
    if (filter.folderId !== undefined) return this.pick(this.#inFolder.all({ id: filter.folderId }), window, filter);
    const where = this.#where(filter);
    const { rows, total } = this.#lists.byTitle(where, window, filter);
    return { items: rows.map((row) => this.#toVideo(row)), total };
  }

  /** In the order given; those that cannot be shown are left out, before the window is laid. */
  pick(ids: readonly VideoId[], { offset, limit }: ListWindow, { within, isOnlineOnly }: FilmChoice): ListSlice<Video> {
    const asked = { ids: JSON.stringify(ids), within: asJson(within) };
    const rows = this.#picked.all({ ...asked, isOnlineOnly: Number(isOnlineOnly) });
    return { items: rows.slice(offset, offset + limit).map((row) => this.#toVideo(row)), total: rows.length };
  }

  /** What of a film a picture is: a frame, unless it is known to lie beside it. Undefined where it is none of a film. */
  pictureOf(id: ArtworkId): 'frame' | 'image' | undefined {
    const found = this.#pictured.get({ id });
    return found && (found.isFrame === 1 ? 'frame' : 'image');
  }

  letters(filter: FilmFilter): readonly LetterCount[] {
    return this.#lists.letters(this.#where(filter));
  }

  #toVideo({ isOnline, ...row }: VideoRow): Video {
    const { id } = row;
    const resumeMs = this.#plays.resumeMs(id) ?? null;
    const marks = { playCount: this.#plays.playCount(id), resumeMs, episode: episodeAt(row.path) };
    return { ...row, ...marks, isOnline: isOnline === 1 };
  }

  #where(filter: FilmFilter): Conditions {
    const where = listConditions('m', filter, this.#search, 'm.is_present = 1');
    if (filter.isEpisode === undefined) return where;
    const episodes = JSON.stringify(this.#shelf.episodeIds({ isOnlineOnly: false }));
    const is = filter.isEpisode ? 'IN' : 'NOT IN';
    return where.add(`m.id ${is} (SELECT value FROM json_each(:episodes))`, { episodes });
  }
}
