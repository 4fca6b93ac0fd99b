import { pathKey, pathOfKey } from '#library/scan/path-bytes';
import { unescaped, type PlaylistReference } from '#library/scan/playlist-file';

/**
 * Finds what a playlist means among the songs and films of the stick. An absolute path was written on another machine:
 * it is matched by its end. Nothing outside the stick is ever named.
 */
export class PlaylistPaths {
  readonly #keys: ReadonlySet<string>;
  /** Built when the first reference needs it: folded path -> key. */
  #folded: ReadonlyMap<string, string> | undefined;

  /** `mediaKeys`: the paths that are there, as `pathKey` gives them. */
  constructor(mediaKeys: ReadonlySet<string>) {
    this.#keys = mediaKeys;
  }

  /** The path relative to the stick; where nothing matches, what the reference says, so that it counts as missing. */
  resolve(reference: PlaylistReference, folder: Buffer): Buffer | undefined {
    let meant: Buffer | undefined;
    for (const candidate of spellings(reference)) {
      const isAbsolute = candidate.isAbsolute;
      const steps = stepsOf(isAbsolute ? '' : folder.toString('latin1'), candidate.key);
      if (steps === undefined || steps.length === 0) continue;
      const found = isAbsolute ? this.#findByEnd(steps) : this.#find(steps.join('/'));
      if (found !== undefined) return pathOfKey(found);
      meant ??= pathOfKey(steps.join('/'));
    }
    return meant;
  }

  /** Exactly so. */
  has(path: Buffer): boolean {
    return this.#keys.has(pathKey(path));
  }

  #find(key: string): string | undefined {
    return this.#keys.has(key) ? key : this.#byFolded().get(fold(key));
  }

  #findByEnd(steps: readonly string[]): string | undefined {
    for (let from = 0; from < steps.length; from += 1) {
      const found = this.#find(steps.slice(from).join('/'));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #byFolded(): ReadonlyMap<string, string> {
    this.#folded ??= new Map([...this.#keys].map((key) => [fold(key), key]));
    return this.#folded;
  }
}

interface Spelling {
  readonly key: string;
  readonly isAbsolute: boolean;
}

/** The ways in which a reference may be meant, likeliest first: its bytes, its text, with `\` as separator, unescaped. */
function* spellings(reference: PlaylistReference): Generator<Spelling> {
  const seen = new Set<string>();
  const unescapedText = unescaped(reference.text);
  const texts = [pathKey(reference.bytes), pathKey(Buffer.from(reference.text))];
  if (unescapedText !== undefined && !unescapedText.includes('\0')) texts.push(pathKey(Buffer.from(unescapedText)));
  for (const text of texts.flatMap((one) => [one, one.replaceAll('\\', '/')])) {
    const withoutDrive = text.replace(/^[a-z]:(?=[\\/])/iu, '');
    const key = withoutDrive.replaceAll(/\/+/gu, '/');
    const isAbsolute = withoutDrive !== text || /^[\\/]/u.test(text);
    if (seen.has(key)) continue;
    seen.add(key);
    yield { key, isAbsolute };
  }
}

/** The folders and the name below the stick's root; undefined when `..` leaves the stick. */
function stepsOf(folder: string, path: string): string[] | undefined {
  const steps = folder === '' ? [] : folder.split('/');
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps;
}

/** FAT ignores case, and Macs write accents decomposed. */
function fold(key: string): string {
  return pathOfKey(key).toString('utf8').normalize('NFC').toLowerCase();
}
