import type { PendingFile, WalkedFile } from '#library/ports';
import { folderOf, pathOfKey } from '#library/scan/path-bytes';

/** What is kept of a file while it waits: tens of thousands do. */
interface Waiting {
  readonly key: string;
  readonly kind: PendingFile['kind'];
  readonly sizeBytes: number;
  readonly mtimeMs: number;
}

/** Files that will be read so soon that they need not be listed by name first. */
const SOON = 200;
const HANDED_OUT_TO_DROP = 1_000;

/**
 * What the walk has met and the index does not have so, on its way to the readers while the walk goes on: songs in the
 * order of the walk, then playlists and films, when all songs are known. Each is saved once, with what was read of it; while
 * there is time, those whose turn comes late are listed by name.
 */
export class FoundFiles {
  /** Keys of the paths of all songs and films that were met. */
  readonly mediaKeys = new Set<string>();
  readonly #idOf: (path: Buffer) => string;
  readonly #files: Waiting[] = [];
  readonly #later: Waiting[] = [];
  #handedOut = 0;
  #listed = 0;
  #isComplete = false;
  #change = Promise.withResolvers<undefined>();

  constructor(idOf: (path: Buffer) => string) {
    this.#idOf = idOf;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** `key`: of the path, as it is in `mediaKeys`. */
  add({ kind, sizeBytes, mtimeMs }: Omit<WalkedFile, 'id' | 'folder'>, key: string): void {
    if (kind === 'image') return;
    (kind === 'audio' ? this.#files : this.#later).push({ key, kind, sizeBytes, mtimeMs });
    this.#tell();
  }

  /** The walk is over. */
  complete(): void {
    this.#isComplete = true;
    this.#later.sort((a, b) => Number(a.kind === 'video') - Number(b.kind === 'video'));
    for (const file of this.#later.splice(0)) this.#files.push(file);
    this.#tell();
  }

  /** The next ones to read; waits for them, and gives none only when there are no more. */
  async take(limit: number): Promise<readonly PendingFile[]> {
    while (this.#handedOut === this.#files.length && !this.#isComplete) await this.#change.promise;
    const next = this.#files.slice(this.#handedOut, this.#handedOut + limit);
    this.#handedOut += next.length;
    this.#drop();
    return next.map((waiting) => {
      const walked = this.#walked(waiting);
      const { id, path } = walked;
      return { id, kind: waiting.kind, path, sizeBytes: waiting.sizeBytes, walked };
    });
  }

  /** Some whose turn comes late and that were not listed by name before. */
  takeUnlisted(limit: number): readonly WalkedFile[] {
    const from = Math.max(this.#listed, this.#handedOut + SOON);
    const files = this.#files.slice(from, from + limit);
    this.#listed = from + files.length;
    return files.map((file) => this.#walked(file));
  }

  #walked({ key, ...file }: Waiting): WalkedFile {
    const path = pathOfKey(key);
    return { ...file, id: this.#idOf(path), path, folder: folderOf(path) };
  }

  #drop(): void {
    if (this.#handedOut < HANDED_OUT_TO_DROP) return;
    this.#files.splice(0, this.#handedOut);
    this.#listed = Math.max(0, this.#listed - this.#handedOut);
    this.#handedOut = 0;
  }

  #tell(): void {
    this.#change.resolve(undefined);
    this.#change = Promise.withResolvers();
  }
}
