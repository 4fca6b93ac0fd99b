import type { VolumeId } from '#contract/entities/ids';
import type { IndexedFile, PendingFile, ReadResult, SavedRead, ScanStore, WalkedFile } from '#library/ports';
import { pathKey } from '#library/scan/path-bytes';

interface Row extends WalkedFile {
  isRead: boolean;
  isPresent: boolean;
  result?: ReadResult;
}

/** The index of one volume, in memory. */
export class MemoryStore implements ScanStore {
  readonly rows = new Map<string, Row>();
  readonly batches: number[] = [];
  /** Ids of what was listed by name, in order. */
  readonly named: string[] = [];
  reconciled = 0;

  begin(): ReadonlyMap<string, IndexedFile> {
    return new Map([...this.rows.values()].map((row) => [pathKey(row.path), { ...row }]));
  }

  saveWalked(_volumeId: VolumeId, files: readonly WalkedFile[]): void {
    this.batches.push(files.length);
    for (const file of files) {
      this.named.push(file.id);
      this.#add(file);
    }
  }

  setPresent(_volumeId: VolumeId, ids: readonly string[], isPresent: boolean): void {
    for (const id of ids) this.row(id).isPresent = isPresent;
  }

  pendingReads(_volumeId: VolumeId, limit: number): readonly PendingFile[] {
    return [...this.rows.values()]
      .filter((row) => !row.isRead && row.isPresent)
      .flatMap(({ id, kind, path, sizeBytes }) => (kind === 'image' ? [] : [{ id, kind, path, sizeBytes }]))
      .slice(0, limit);
  }

  pendingLengths(_volumeId: VolumeId, lengthIs: string, limit: number): readonly PendingFile[] {
    return [...this.rows.values()]
      .filter(({ result, isPresent }) => isPresent && result?.kind === 'audio' && result.tags.lengthIs === lengthIs)
      .map(({ id, path, sizeBytes }) => ({ id, kind: 'audio' as const, path, sizeBytes }))
      .slice(0, limit);
  }

  saveRead(_volumeId: VolumeId, results: readonly SavedRead[]): void {
    for (const { walked, ...result } of results) {
      if (walked !== undefined) this.#add(walked);
      Object.assign(this.row(result.id), { isRead: true, result });
    }
  }

  findMoves(): readonly [] {
    return [];
  }

  legacySongs(): readonly [] {
    return [];
  }

  saveNames(): void {
    return undefined;
  }

  reconcile(): void {
    this.reconciled += 1;
  }

  pendingArtwork(): readonly [] {
    return [];
  }

  saveArtwork(): void {
    return undefined;
  }

  finish(): void {
    return undefined;
  }

  row(id: string): Row {
    const row = this.rows.get(id);
    if (row === undefined) throw new Error(`no row ${id}`);
    return row;
  }

  #add(file: WalkedFile): void {
    this.rows.set(file.id, { ...file, isRead: file.kind === 'image', isPresent: true });
  }

  /** Paths of what lists would show. */
  present(): string[] {
    return [...this.rows.values()].filter((row) => row.isPresent).map((row) => row.path.toString());
  }
}
