import type { SongSheet } from '#library/ports';
import { cleanText } from '#library/scan/clean-tag';
import { parseCueSheet, type CueFile, type CueSheet } from '#library/scan/cue-sheet';
import { extensionOf, SONG_EXTENSIONS } from '#library/scan/file-kinds';
import { charsetOf } from '#library/scan/legacy-names';
import { baseNameOf, folderOf } from '#library/scan/path-bytes';
import type { PlaylistPaths } from '#library/scan/playlist-paths';
import type { ScanDeps } from '#library/scan/scan-ports';

const CUE = 'cue';

export function isCueSheet(path: Buffer): boolean {
  return extensionOf(baseNameOf(path)) === CUE;
}

/** Reads the cue sheet at `path`; all its texts together tell their code page. */
export async function readSheet(
  { charsets }: Pick<ScanDeps, 'charsets'>,
  content: Uint8Array,
  path: Buffer,
  { playlistPaths }: { readonly playlistPaths: PlaylistPaths },
): Promise<{ readonly name: string; readonly sheet: SongSheet }> {
  const cue = await decodedSheet(Buffer.from(content), charsets);
  const name = baseNameOf(path);
  return {
    name: cue.title ?? cleanText(name.subarray(0, -CUE.length - 1).toString('utf8')) ?? CUE,
    sheet: {
      ...{ album: cue.title, albumArtist: cue.artist, genre: cue.genre, year: cue.year, discNumber: cue.discNumber },
      files: cue.files.map((file) => ({ paths: pathsOf(file, folderOf(path), playlistPaths), songs: songsOf(file) })),
    },
  };
}

async function decodedSheet(content: Buffer, charsets: ScanDeps['charsets']): Promise<CueSheet> {
  const texts = new Set<string>();
  const first = parseCueSheet(content, (bytes) => {
    texts.add(bytes.toString('latin1'));
    return '';
  });
  if (texts.size === 0) return first;
  const decoder = new TextDecoder(await charsetOf(texts, charsets));
  return parseCueSheet(content, (bytes) => decoder.decode(bytes));
}

function songsOf({ tracks }: CueFile): SongSheet['files'][number]['songs'] {
  return tracks.map(({ number, startMs, title, artist }) => ({ number, startMs, title, artist }));
}

/** A sheet often names the WAV that was since packed: the same name with another ending is meant then. */
function pathsOf({ name }: CueFile, folder: Buffer, playlistPaths: PlaylistPaths): Buffer[] {
  const path = playlistPaths.resolve(name, folder);
  if (path === undefined) return [];
  const extension = extensionOf(baseNameOf(path));
  const stem = path.subarray(0, extension === '' ? path.length : -extension.length);
  const others = SONG_EXTENSIONS.filter((other) => other !== extension);
  const dot = extension === '' ? '.' : '';
  const named = [path, ...others.map((other) => Buffer.concat([stem, Buffer.from(`${dot}${other}`)]))];
  return named.toSorted((a, b) => Number(playlistPaths.has(b)) - Number(playlistPaths.has(a)));
}
