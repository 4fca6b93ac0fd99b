import type { Random } from '#test/torture/random';
import { FileImage } from '#test/torture/replay/file-image';
import type { Operation } from '#test/torture/replay/operations';

/**
 * What a sync promises. `posix`: the file's own bytes; its name only once its folder is synced. `journal`: as ext4, all
 * earlier changes of names as well.
 */
export type SyncPromise = 'posix' | 'journal';

type Names = Map<string, FileImage>;
type NameChange = (names: Names) => void;

/**
 * A folder on a disk that forgets. What was synced stays; of the rest, writes survive at random, in part, and changes of
 * names as any run from the oldest on.
 */
export class DiskModel {
  readonly #promise: SyncPromise;
  readonly #live: Names = new Map();
  readonly #durable: Names = new Map();
  #pending: NameChange[] = [];

  constructor(promise: SyncPromise) {
    this.#promise = promise;
  }

  apply(operation: Operation): void {
    const { name } = operation;
    switch (operation.kind) {
      case 'open':
        this.#open(name, operation.isTruncated);
        return;
      case 'write':
        this.#live.get(name)?.write(operation.offset, operation.data);
        return;
      case 'truncate':
        this.#live.get(name)?.truncate(operation.length);
        return;
      case 'sync':
        this.#sync(name);
        return;
      case 'unlink':
        this.#change((names) => names.delete(name));
        return;
      case 'rename':
        this.#rename(name, operation.to);
    }
  }

  /** The files as they may stand there after a cut now. */
  afterCut(random: Random): Map<string, Buffer> {
    const names = new Map(this.#durable);
    const kept = Math.floor(random() * (this.#pending.length + 1));
    for (const change of this.#pending.slice(0, kept)) change(names);
    return new Map(names.entries().map(([name, file]) => [name, file.afterCut(random)]));
  }

  #open(name: string, isTruncated: boolean): void {
    if (name === '') return;
    const known = this.#live.get(name);
    if (known) {
      if (isTruncated) known.truncate(0);
      return;
    }
    const file = new FileImage();
    this.#change((names) => names.set(name, file));
  }

  #rename(name: string, to: string): void {
    const file = this.#live.get(name);
    if (!file) return;
    this.#change((names) => {
      names.delete(name);
      names.set(to, file);
    });
  }

  #change(change: NameChange): void {
    change(this.#live);
    this.#pending.push(change);
  }

  #sync(name: string): void {
    this.#live.get(name)?.sync();
    if (name !== '' && this.#promise === 'posix') return;
    for (const change of this.#pending) change(this.#durable);
    this.#pending = [];
  }
}
