import { parseCueSheet } from '#library/scan/cue-sheet';
import { parsePlaylist } from '#library/scan/playlist-file';
import { PlaylistPaths } from '#library/scan/playlist-paths';

const FOLDER = Buffer.from('Lists');
const MEDIA = new Set(['Album/01 Song.mp3', 'Album/02 Käse.flac', 'Lists/Disc.flac']);

/** How many songs a list names, read as a playlist and as a sheet. Throws where one of them lies outside the stick. */
export function readList(content: Buffer, name: string): number {
  const paths = new PlaylistPaths(MEDIA);
  const list = parsePlaylist(content, Buffer.from(name));
  const sheet = parseCueSheet(content, (bytes) => bytes.toString('latin1'));
  const references = [...list.references, ...sheet.files.map((file) => file.name)];
  for (const reference of references) {
    const path = paths.resolve(reference, FOLDER)?.toString('latin1') ?? '';
    if (path.startsWith('/') || path.split('/').includes('..')) throw new RangeError(`names ${path}`);
  }
  return list.references.length + sheet.files.reduce((sum, { tracks }) => sum + tracks.length, 0);
}
