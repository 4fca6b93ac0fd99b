import type { IndexedFile, ScanRequest, ScanStore, WalkedFile } from '#library/ports';
import { Breather } from '#library/scan/breather';
import { fileKindOf } from '#library/scan/file-kinds';
import type { FoundFiles } from '#library/scan/found-files';
import { isGhost } from '#library/scan/ghost-names';
import { joinPath, onStick, pathKey, shownPath } from '#library/scan/path-bytes';
import { VolumeGone } from '#library/scan/scan-errors';
import type { DirectoryEntry, DirectoryReader, FileFacts, MediaReader, ScanDeps } from '#library/scan/scan-ports';
import type { SkippedFile } from '#contract/entities/volume';

export interface WalkLimits {
  readonly depth: number;
  readonly entriesPerFolder: number;
  readonly entriesPerStick: number;
}

const WALK_LIMITS: WalkLimits = { depth: 32, entriesPerFolder: 50_000, entriesPerStick: 500_000 };

export interface WalkResult {
  readonly filesSeen: number;
  /** Songs, films and playlists among them that are new or different, and will be read. */
  readonly filesToRead: number;
  /** Something of what the index shows is different now. */
  readonly hasChanged: boolean;
  /** Folders that were left out, with the reason. */
  readonly skipped: readonly SkippedFile[];
}

type WalkDeps = Pick<ScanDeps, 'directories' | 'fileId'> & {
  readonly store: Pick<ScanStore, 'saveWalked' | 'setPresent'>;
  readonly media?: Pick<MediaReader, 'prepare'>;
  /** Takes what is to be read; completed by whoever called. */
  readonly found: Pick<FoundFiles, 'add' | 'mediaKeys'>;
};

/** Lists what is on the stick, by name only: what is new or changed is found, what is gone or back the store is told. */
export async function walkStick(
  deps: WalkDeps,
  request: ScanRequest,
  known: ReadonlyMap<string, IndexedFile>,
  onSeen: (filesSeen: number, filesToRead: number) => void,
  signal: AbortSignal,
  limits: WalkLimits = WALK_LIMITS,
): Promise<WalkResult> {
  const root = factsOfRoot(deps.directories, request.mountPoint);
  const walk = new Walk(deps, request, known, root, limits);
  const breather = new Breather(signal);
  for (let folder = walk.nextFolder(); folder !== undefined; folder = walk.nextFolder()) {
    for (const _step of walk.readFolder(folder)) {
      onSeen(walk.filesSeen, walk.filesToRead);
      await breather.breathe();
    }
  }
  walk.settleShifted();
  walk.flush();
  // An unmounted stick leaves an empty folder behind: what is missing there is not gone from the stick.
  if (factsOfRoot(deps.directories, request.mountPoint).identity !== root.identity) throw new VolumeGone();
  signal.throwIfAborted();
  walk.markMissing();
  onSeen(walk.filesSeen, walk.filesToRead);
  return walk;
}

interface Folder {
  readonly path: Buffer;
  readonly depth: number;
}

/** The first batch is small, so that the first names are on the screen at once. */
const FIRST_BATCH = 50;
const BATCH = 500;
/** So many are held in memory to be written once, with what is read of them; the others are listed by name first. */
const MOST_FOUND = 60_000;

interface HeldFile {
  readonly file: WalkedFile;
  readonly isBack: boolean;
}

/** FAT counts in steps of 2 s. */
const CLOCK_STEP_MS = 2_000;
/** Time zones lie a multiple of this apart. */
const ZONE_STEP_MS = 15 * 60_000;
const FARTHEST_ZONE_MS = 26 * 3_600_000;
const FEWEST_SHIFTED = 2;
const SHARE_OF_SHIFTED = 0.1;

/** 0 for the same time, the difference where only a time zone may lie between, else undefined: it was changed. */
function timeShift(beforeMs: number, nowMs: number): number | undefined {
  const difference = nowMs - beforeMs;
  const shift = Math.round(difference / ZONE_STEP_MS) * ZONE_STEP_MS;
  if (Math.abs(difference - shift) > CLOCK_STEP_MS || Math.abs(shift) > FARTHEST_ZONE_MS) return undefined;
  return shift;
}

class Walk implements WalkResult {
  readonly #deps: WalkDeps;
  readonly #request: ScanRequest;
  readonly #known: ReadonlyMap<string, IndexedFile>;
  readonly #root: FileFacts;
  readonly #limits: WalkLimits;
  readonly #folders: Folder[] = [{ path: Buffer.alloc(0), depth: 0 }];
  readonly #seenKnown = new Set<string>();
  readonly #unseenFolders: string[] = [];
  #batch: WalkedFile[] = [];
  #back: string[] = [];
  #batchSize = FIRST_BATCH;
  #entries = 0;
  #compared = 0;
  readonly #held = new Map<number, HeldFile[]>();

  readonly skipped: SkippedFile[] = [];
  filesSeen = 0;
  filesToRead = 0;
  hasChanged = false;

  constructor(
    deps: WalkDeps,
    request: ScanRequest,
    known: ReadonlyMap<string, IndexedFile>,
    root: FileFacts,
    limits: WalkLimits,
  ) {
    this.#deps = deps;
    this.#request = request;
    this.#known = known;
    this.#root = root;
    this.#limits = limits;
  }

  nextFolder(): Folder | undefined {
    return this.#folders.pop();
  }

  /** A step per entry. */
  *readFolder(folder: Folder): Generator<void> {
    const subfolders: Folder[] = [];
    try {
      if (folder.depth > 0 && !this.#isSameDevice(folder.path)) return;
      let entries = 0;
      for (const entry of this.#deps.directories.entries(onStick(this.#request.mountPoint, folder.path))) {
        entries += 1;
        this.#entries += 1;
        if (entries > this.#limits.entriesPerFolder) {
          this.#skip(folder.path, `more than ${this.#limits.entriesPerFolder} entries; the rest is left out`);
          break;
        }
        if (this.#entries > this.#limits.entriesPerStick) {
          this.#skip(
            folder.path,
            `more than ${this.#limits.entriesPerStick} entries on the stick; the rest is left out`,
          );
          for (const left of this.#folders.splice(0)) this.#unseenFolders.push(pathKey(left.path));
          return;
        }
        this.#take(folder, entry, subfolders);
        yield;
      }
    } catch (error) {
      if (folder.depth === 0) throw new VolumeGone({ cause: error });
      this.#skip(folder.path, `folder cannot be read: ${codeOf(error)}`);
    }
    // Depth first, by name, from a stack: what stands together is met together.
    subfolders.sort((a, b) => Buffer.compare(b.path, a.path));
    for (const subfolder of subfolders) this.#folders.push(subfolder);
  }

  flush(): void {
    if (this.#batch.length > 0) this.#deps.store.saveWalked(this.#request.volumeId, this.#batch);
    if (this.#back.length > 0) this.#deps.store.setPresent(this.#request.volumeId, this.#back, true);
    if (this.#batch.length + this.#back.length > 0) this.hasChanged = true;
    this.#batch = [];
    this.#back = [];
  }

  /** What was there before, was not met, and does not lie where the walk could not look. */
  markMissing(): void {
    const missing: string[] = [];
    for (const [key, file] of this.#known) {
      if (!file.isPresent || this.#seenKnown.has(key)) continue;
      if (!this.#unseenFolders.some((folder) => key.startsWith(`${folder}/`) || folder === '')) missing.push(file.id);
    }
    if (missing.length === 0) return;
    this.#deps.store.setPresent(this.#request.volumeId, missing, false);
    this.hasChanged = true;
  }

  #take(folder: Folder, entry: DirectoryEntry, subfolders: Folder[]): void {
    if (entry.type === 'other' || isGhost(entry.name)) return;
    const path = joinPath(folder.path, entry.name);
    if (entry.type === 'file') {
      this.#takeFile(folder, path, entry.name);
    } else if (folder.depth >= this.#limits.depth) {
      this.#skip(path, `deeper than ${this.#limits.depth} folders`);
    } else {
      subfolders.push({ path, depth: folder.depth + 1 });
    }
  }

  #takeFile(folder: Folder, path: Buffer, name: Buffer): void {
    const kind = fileKindOf(name);
    if (kind === undefined) return;
    const key = pathKey(path);
    const before = this.#known.get(key);
    let facts: FileFacts;
    try {
      facts = this.#deps.directories.facts(onStick(this.#request.mountPoint, path));
    } catch {
      // Its name is in the folder but the device does not tell more: as it was.
      this.#seenKnown.add(key);
      return;
    }
    if (!facts.isFile) return;

    this.filesSeen += 1;
    if (kind === 'audio' || kind === 'video') this.#deps.found.mediaKeys.add(key);
    if (before !== undefined) this.#seenKnown.add(key);
    const shift = before?.sizeBytes === facts.sizeBytes ? timeShift(before.mtimeMs, facts.mtimeMs) : undefined;
    if (before !== undefined) this.#compared += 1;
    if (before !== undefined && shift !== undefined && shift !== 0 && !this.#request.isForced) {
      this.#hold(shift, folder, path, kind, before, facts);
      return;
    }
    if (before === undefined || shift === undefined || this.#request.isForced) {
      const id = before?.id ?? this.#deps.fileId(this.#request.volumeId, path);
      this.#add({ id, kind, path, folder: folder.path, sizeBytes: facts.sizeBytes, mtimeMs: facts.mtimeMs }, key);
    } else if (!before.isPresent) {
      this.#back.push(before.id);
    }
    this.#flushFull();
  }

  #add(file: WalkedFile, key: string): void {
    if (file.kind !== 'image') this.filesToRead += 1;
    if (this.filesToRead === 1) this.#deps.media?.prepare();
    this.hasChanged = true;
    const isFound = this.#isFound(file);
    if (isFound) this.#deps.found.add(file, key);
    if (!isFound || this.filesToRead <= FIRST_BATCH) this.#batch.push(file);
  }

  /** Not what is to be read again although it looks as it did: the index has to know that it is unread. */
  #isFound({ kind }: WalkedFile): boolean {
    return kind !== 'image' && !this.#request.isForced && this.filesToRead <= MOST_FOUND;
  }

  #flushFull(): void {
    if (this.#batch.length + this.#back.length < this.#batchSize) return;
    this.flush();
    this.#batchSize = BATCH;
  }

  /** Whether the clock of the stick was moved, only all of its files together can tell. */
  #hold(
    shift: number,
    folder: Folder,
    path: Buffer,
    kind: WalkedFile['kind'],
    { id, isPresent }: IndexedFile,
    { sizeBytes, mtimeMs }: FileFacts,
  ): void {
    const held = this.#held.get(shift) ?? [];
    this.#held.set(shift, held);
    held.push({ file: { id, kind, path, folder: folder.path, sizeBytes, mtimeMs }, isBack: !isPresent });
  }

  /** FAT has no time zone: by the hour, all of a stick may be later in summer. A few files that are were changed. */
  settleShifted(): void {
    for (const held of this.#held.values()) {
      const isClock = held.length >= Math.max(FEWEST_SHIFTED, this.#compared * SHARE_OF_SHIFTED);
      for (const { file, isBack } of held) {
        if (!isClock) this.#add(file, pathKey(file.path));
        else if (isBack) this.#back.push(file.id);
        this.#flushFull();
      }
    }
    this.#held.clear();
  }

  /** False for what is mounted inside the stick: it is a volume of its own, or no stick at all. */
  #isSameDevice(path: Buffer): boolean {
    return this.#deps.directories.facts(onStick(this.#request.mountPoint, path)).device === this.#root.device;
  }

  #skip(path: Buffer, reason: string): void {
    this.#unseenFolders.push(pathKey(path));
    this.skipped.push({ path: shownPath(path), reason });
  }
}

function factsOfRoot(directories: DirectoryReader, mountPoint: Buffer): FileFacts {
  try {
    return directories.facts(mountPoint);
  } catch (error) {
    throw new VolumeGone({ cause: error });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
