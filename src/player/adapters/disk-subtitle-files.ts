import { constants } from 'node:fs';
import { mkdir, open, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  belongsToLonger,
  episodeSubtitleName,
  looseSubtitleName,
  subtitleName,
  type SubtitleName,
} from '#player/film/subtitle-name';
import { decodeSubtitles, subtitleFormatOf } from '#player/film/subtitle-text';
import type { SubtitleFile } from '#player/engine-port';
import type { SubtitleFiles } from '#player/ports';

const SLASH = Buffer.from('/');
const FOLDERS = /^(?:subs?|subtitles?|untertitel)$/iu;
/** Which of its neighbours are films is asked by name only: here it is about names. */
const FILM = /\.(?:mkv|webm|mp4|m4v|mov|avi|divx|mpe?g|vob|m2?ts|wmv|flv|ogv|3gp)$/iu;
const LARGEST_BYTES = 4 * 1024 * 1024;
const MOST_FILES = 16;

/**
 * Subtitles that lie beside a film, or in a folder `Subs` there, where a lone film need not be named. What the player gets is never the stick's own file: it is
 * read, known by its content, and written as UTF-8 into a folder of ours. A link is not followed.
 */
export class DiskSubtitleFiles implements SubtitleFiles {
  readonly #folder: string;

  /** Emptied for each film. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async beside(film: Buffer): Promise<readonly SubtitleFile[]> {
    await rm(this.#folder, { recursive: true, force: true });
    const at = film.lastIndexOf(SLASH);
    const name = film.subarray(at + 1).toString();
    const found = await candidates(film.subarray(0, Math.max(at, 1)), name);
    if (found.length === 0) return [];
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const files = await Promise.all(found.map((one, place) => this.#copy(one, place)));
    return files.filter((file) => file !== undefined);
  }

  async #copy({ path, named }: Candidate, place: number): Promise<SubtitleFile | undefined> {
    const bytes = await readSmall(path).catch(() => undefined);
    if (!bytes) return undefined;
    const text = decodeSubtitles(bytes, named.language).replaceAll('\0', '');
    const format = subtitleFormatOf(text);
    if (!format) return undefined;
    const copy = join(this.#folder, `${String(place)}.${format}`);
    await writeFile(copy, text, { mode: 0o600 });
    return { path: Buffer.from(copy), ...named };
  }
}

interface Candidate {
  readonly path: Buffer;
  readonly named: SubtitleName;
}

async function candidates(folder: Buffer, film: string): Promise<Candidate[]> {
  const entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
  const inside = entries.filter((entry) => entry.isDirectory() && FOLDERS.test(entry.name.toString()));
  const films = entries.flatMap(({ name }) => (FILM.test(name.toString()) ? [name.toString()] : []));
  const others = films.filter((name) => name !== film);
  const nameBeside = (file: string) =>
    belongsToLonger(file, film, others) ? undefined : (subtitleName(file, film) ?? nameOfEpisode(file));
  const nameOfEpisode = (file: string) =>
    others.some((other) => subtitleName(file, other)) ? undefined : episodeSubtitleName(file, film, folder.toString());
  const nameInside = (file: string) => nameBeside(file) ?? (others.length === 0 ? looseSubtitleName(file) : undefined);
  const beside = entries.flatMap((entry) => (entry.isFile() ? toCandidate(folder, entry.name, nameBeside) : []));
  const deeper = await Promise.all(
    inside.slice(0, 1).map(async ({ name }) => {
      const path = Buffer.concat([folder, SLASH, name]);
      const files = await readdir(path, { withFileTypes: true, encoding: 'buffer' });
      return files.flatMap((entry) => (entry.isFile() ? toCandidate(path, entry.name, nameInside) : []));
    }),
  );
  return [...beside, ...deeper.flat()].slice(0, MOST_FILES);
}

function toCandidate(folder: Buffer, name: Buffer, nameOf: (file: string) => SubtitleName | undefined): Candidate[] {
  const named = nameOf(name.toString());
  return named ? [{ path: Buffer.concat([folder, SLASH, name]), named }] : [];
}

async function readSmall(path: Buffer): Promise<Buffer | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const facts = await file.stat();
    return facts.isFile() && facts.size <= LARGEST_BYTES ? await file.readFile() : undefined;
  } finally {
    await file.close();
  }
}
