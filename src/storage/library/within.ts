import type { FolderId } from '#contract/entities/ids';

/** Folders, given as JSON in `:within`, with all below them. */
const BELOW = `
  SELECT value FROM json_each(:within)
  UNION SELECT d.id FROM folder d JOIN below ON d.parent_id = below.id`;

/** Keys of the files that stand there. */
export const FILES_WITHIN = `(
  WITH RECURSIVE below (id) AS (${BELOW}) SELECT f.key FROM file f JOIN below ON f.folder_id = below.id)`;

/** Ids of those folders. */
export const FOLDERS_WITHIN = `(WITH RECURSIVE below (id) AS (${BELOW}) SELECT id FROM below)`;

/** The same, and the folders through which one gets there. */
export const FOLDERS_ON_THE_WAY = `(
  WITH RECURSIVE below (id) AS (${BELOW}),
    above (id) AS (
      SELECT value FROM json_each(:within)
      UNION SELECT d.parent_id FROM folder d JOIN above ON d.id = above.id WHERE d.parent_id IS NOT NULL)
  SELECT id FROM below UNION SELECT id FROM above)`;

/** By the alias of a list's table. */
const ROWS_WITHIN: Readonly<Record<string, string>> = {
  t: `t.key IN ${FILES_WITHIN}`,
  m: `m.key IN ${FILES_WITHIN}`,
  al: `al.id IN (SELECT album_id FROM track WHERE key IN ${FILES_WITHIN})`,
  ar: `ar.id IN (SELECT artist_id FROM track WHERE key IN ${FILES_WITHIN})`,
  g: `g.key IN (SELECT genre_key FROM track_genre WHERE track_key IN ${FILES_WITHIN})`,
  p: `p.key IN (SELECT playlist_key FROM playlist_entry WHERE file_key IN ${FILES_WITHIN})`,
};

/** The rows of a list's table, named by its alias, that have to do with those files. */
export function rowsWithin(alias: string): string {
  return ROWS_WITHIN[alias] ?? 'FALSE';
}

/** The same where `:within` is not null, else all. */
export function isWithin(alias: string): string {
  return `(:within IS NULL OR ${rowsWithin(alias)})`;
}

/** Folders as `:within` takes them. */
export function asJson(within: readonly FolderId[] | undefined): string | null {
  return within === undefined ? null : JSON.stringify(within);
}
