import type { SheetSong, SongSheet } from '#library/ports';

/** What the index has of the file that a sheet takes apart. */
export interface SheetFile {
  readonly key: number;
  readonly path: Buffer;
  readonly artist: string | null;
  readonly album: string | null;
  readonly albumArtist: string | null;
  readonly genre: string | null;
  readonly year: number | null;
  readonly discNumber: number | null;
  readonly durationMs: number | null;
}

/** One song of a file, as a stretch of it. */
export interface StretchSong {
  readonly number: number;
  readonly startMs: number;
  /** Null: to the end of the file. */
  readonly endMs: number | null;
  readonly durationMs: number | null;
  readonly title: string;
  readonly artist: string | null;
  readonly album: string | null;
  readonly albumArtist: string | null;
  readonly genre: string | null;
  readonly year: number | null;
  readonly discNumber: number | null;
}

/** The songs of a file; none where the sheet does not take it apart: then the file as a whole is the song. */
export function songsOfFile(sheet: SongSheet, songs: readonly SheetSong[], file: SheetFile): StretchSong[] {
  const inside = songs.filter(({ startMs }) => file.durationMs === null || startMs < file.durationMs);
  if (inside.length < 2) return [];
  return inside.map(({ number, startMs, title, artist }, index) => {
    const endMs = inside[index + 1]?.startMs ?? null;
    const until = endMs ?? file.durationMs;
    return {
      ...{ number, startMs, endMs },
      durationMs: until === null ? null : until - startMs,
      title: title ?? `Track ${number}`,
      artist: artist ?? sheet.albumArtist ?? file.artist,
      album: sheet.album ?? file.album,
      albumArtist: sheet.albumArtist ?? file.albumArtist,
      genre: sheet.genre ?? file.genre,
      year: sheet.year ?? file.year,
      discNumber: sheet.discNumber ?? file.discNumber,
    };
  });
}

/** Paths are bytes: one character each in JSON. */
export function sheetToText(sheet: SongSheet): string {
  const files = sheet.files.map(({ paths, songs }) => ({ paths: paths.map((path) => path.toString('latin1')), songs }));
  return JSON.stringify({ ...sheet, files });
}

export function sheetOfText(text: string): SongSheet {
  const sheet = JSON.parse(text) as StoredSheet;
  const files = sheet.files.map(({ paths, songs }) => ({
    paths: paths.map((path) => Buffer.from(path, 'latin1')),
    songs,
  }));
  return { ...sheet, files };
}

type StoredSheet = Omit<SongSheet, 'files'> & {
  readonly files: readonly { readonly paths: readonly string[]; readonly songs: readonly SheetSong[] }[];
};
