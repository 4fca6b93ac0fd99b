const DISC_FOLDER = /^(?:cd|dis[ck]|disque|dvd|side|seite)[\s._-]*(?:(\d{1,2})|([ab]))(?=$|[\s._\-([])/iu;

export interface AlbumFolder {
  /** The folder that holds the album: `Abbey Road` for `Abbey Road/CD 2`. */
  readonly folder: string;
  readonly discNumber: number | undefined;
}

/** Takes a path (latin1 text of its bytes) apart where its last folder is one disc of an album. */
export function albumFolder(folder: string): AlbumFolder {
  const slash = folder.lastIndexOf('/');
  const match = DISC_FOLDER.exec(folder.slice(slash + 1));
  if (match === null) return { folder, discNumber: undefined };
  const discNumber = match[1] === undefined ? (match[2]?.toLowerCase() === 'b' ? 2 : 1) : Number(match[1]);
  return { folder: folder.slice(0, Math.max(slash, 0)), discNumber };
}
