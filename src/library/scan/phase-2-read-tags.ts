import { setInterval, setTimeout } from 'node:timers/promises';

import type { PendingFile, ReadResult, SavedRead, WalkedFile } from '#library/ports';
import type { FoundFiles } from '#library/scan/found-files';
import { readFile, readLength, readRefused, type FileResult, type ReadFileContext } from '#library/scan/read-file';
import { VolumeGone } from '#library/scan/scan-errors';
import type { ScanDeps } from '#library/scan/scan-ports';

type TagDeps = Pick<ScanDeps, 'store' | 'media' | 'tags' | 'probe' | 'files' | 'charsets' | 'directories'>;

export interface TagPhaseListener {
  onRead(filesRead: number): void;
  /** A batch is committed. */
  onSaved(): void;
}

export interface TagPhaseResult {
  readonly filesRead: number;
  readonly unreadable: number;
}

/** Reads what the walk finds new or different, and then what an interrupted scan left over, as far as our own readers can. */
export async function readTags(
  deps: TagDeps,
  context: ReadFileContext,
  found: FoundFiles,
  listener: TagPhaseListener,
  signal: AbortSignal,
): Promise<TagPhaseResult> {
  const { volumeId } = context.request;
  return runPass(deps, context, listener, signal, {
    found,
    pending: (limit) => deps.store.pendingReads(volumeId, limit),
    read: (file) => readFile(deps, file, context, signal),
  });
}

/** Reads what `readTags` left over, by readers that understand more and take longer. */
export async function readOthers(
  deps: TagDeps,
  context: ReadFileContext,
  listener: TagPhaseListener,
  signal: AbortSignal,
): Promise<TagPhaseResult> {
  const { volumeId } = context.request;
  return runPass(deps, context, listener, signal, {
    pending: (limit) => deps.store.pendingReads(volumeId, limit),
    read: (file) => readRefused(deps, file, context, signal),
  });
}

/** Looks at the songs whose length is not settled once more: `unread` ones quickly, `guessed` ones frame by frame. */
export async function readLengths(
  deps: TagDeps,
  context: ReadFileContext,
  lengthIs: 'unread' | 'guessed',
  listener: TagPhaseListener,
  signal: AbortSignal,
): Promise<TagPhaseResult> {
  const { volumeId } = context.request;
  const look = lengthIs === 'unread' ? 'whole' : 'count';
  return runPass(deps, context, listener, signal, {
    pending: (limit) => deps.store.pendingLengths(volumeId, lengthIs, limit),
    read: (file) => readLength(deps, file, context, look, signal),
  });
}

/** What a pass over files reads, and how. */
interface Pass {
  readonly found?: FoundFiles;
  readonly pending: (limit: number) => readonly PendingFile[];
  readonly read: (file: PendingFile) => Promise<FileResult>;
}

async function runPass(
  deps: TagDeps,
  context: ReadFileContext,
  listener: TagPhaseListener,
  signal: AbortSignal,
  pass: Pass,
): Promise<TagPhaseResult> {
  const phase = new TagPhase(deps, context, listener, signal, pass);
  await phase.run();
  return phase;
}

/** Enough for the threads that read songs to be given their work ahead, whatever the slower readers hold. */
const AT_ONCE = 96;
const BATCH = 200;
const FETCH = 1_000;
/** The first rows are committed soon, so that something is seen to happen. */
const LONGEST_UNSAVED_MS = 250;
/** Names are listed in between, a few at a time, while reading leaves time for it; but some of them at least so often. */
const LIST_EVERY_MS = 25;
const LIST_AT_LEAST_EVERY_MS = 500;
const NAMES = 100;
const FEW_RESULTS = 25;
/** So many failures in a row are the stick's, not the files'. */
const FAILURES_TO_DOUBT = 20;
const FAILURES_TO_GIVE_UP = 100;
/** Within this time a pulled stick is known to be pulled. */
const SECOND_TRY_AFTER_MS = 1_000;

class TagPhase implements TagPhaseResult {
  readonly #deps: TagDeps;
  readonly #context: ReadFileContext;
  readonly #listener: TagPhaseListener;
  readonly #signal: AbortSignal;
  readonly #pass: Pass;
  readonly #rootIdentity: string;
  readonly #held = new Set<string>();
  readonly #failed: PendingFile[] = [];
  #queue: PendingFile[] = [];
  #fetching: Promise<void> | undefined;
  #isDone = false;
  #results: SavedRead[] = [];
  /** Nobody has read them yet: they are listed by name. */
  readonly #unread: WalkedFile[] = [];
  readonly #ended = new AbortController();
  #savedAt = performance.now();
  #failuresInARow = 0;
  #areCharsetsPrepared = false;
  filesRead = 0;
  unreadable = 0;

  constructor(deps: TagDeps, context: ReadFileContext, listener: TagPhaseListener, signal: AbortSignal, pass: Pass) {
    this.#deps = deps;
    this.#context = context;
    this.#listener = listener;
    this.#signal = signal;
    this.#pass = pass;
    this.#rootIdentity = this.#identityOfRoot();
  }

  async run(): Promise<void> {
    const listing = Promise.allSettled([this.#listNames(AbortSignal.any([this.#signal, this.#ended.signal]))]);
    try {
      await this.#inLanes(() => this.#next());
      await this.#tryFailedAgain();
    } finally {
      this.#ended.abort();
      await listing;
    }
    this.#save();
  }

  async #listNames(ended: AbortSignal): Promise<void> {
    const { found } = this.#pass;
    if (found === undefined) return;
    let listedAt = 0;
    for await (const _tick of setInterval(LIST_EVERY_MS, undefined, { signal: ended })) {
      if (this.#isOverdue()) this.#save();
      if (this.#results.length > FEW_RESULTS && performance.now() - listedAt < LIST_AT_LEAST_EVERY_MS) continue;
      listedAt = performance.now();
      const isLast = found.isComplete;
      const names = found.takeUnlisted(NAMES);
      if (names.length > 0) this.#list(names);
      else if (isLast) return;
    }
  }

  #list(files: readonly WalkedFile[]): void {
    this.#deps.store.saveWalked(this.#context.request.volumeId, files);
    this.#listener.onSaved();
  }

  async #inLanes(next: () => Promise<PendingFile | undefined>): Promise<void> {
    const lane = async () => {
      for (let file = await next(); file !== undefined; file = await next()) await this.#read(file);
    };
    // All lanes end before an error is passed on: nothing of a cancelled scan runs any more.
    const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, lane));
    this.#signal.throwIfAborted();
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  async #next(): Promise<PendingFile | undefined> {
    while (this.#queue.length === 0 && !this.#isDone) {
      this.#fetching ??= this.#fetch();
      await this.#fetching;
    }
    this.#signal.throwIfAborted();
    const file = this.#queue.pop();
    if (file !== undefined) this.#held.add(file.id);
    return file;
  }

  async #fetch(): Promise<void> {
    const found = (await this.#pass.found?.take(FETCH)) ?? [];
    this.#queue = [...(found.length > 0 ? found : this.#pending())].reverse();
    this.#isDone = this.#queue.length === 0;
    this.#fetching = undefined;
  }

  #pending(): readonly PendingFile[] {
    this.#signal.throwIfAborted();
    this.#save();
    return this.#pass.pending(FETCH + this.#held.size).filter((file) => !this.#held.has(file.id));
  }

  async #read(file: PendingFile): Promise<void> {
    const result = await this.#pass.read(file);
    if (result.kind === 'failed') {
      this.#failed.push(file);
      this.#doubtStick();
      return;
    }
    this.#failuresInARow = 0;
    // It stays held, and pending in the store, for the pass that follows.
    if (result.kind === 'refused') {
      if (file.walked !== undefined) this.#unread.push(file.walked);
      return;
    }
    this.#held.delete(file.id);
    this.#take(result, file.walked);
  }

  #take(result: ReadResult, walked: WalkedFile | undefined): void {
    this.filesRead += 1;
    if (result.kind === 'unreadable') this.unreadable += 1;
    if (result.kind === 'audio' && result.tags.legacy !== undefined) this.#prepareCharsets();
    this.#results.push({ ...result, walked });
    this.#listener.onRead(this.filesRead);
    if (this.#results.length >= BATCH || this.#isOverdue()) this.#save();
  }

  #prepareCharsets(): void {
    if (this.#areCharsetsPrepared) return;
    this.#areCharsetsPrepared = true;
    this.#deps.charsets.prepare?.();
  }

  #isOverdue(): boolean {
    return performance.now() - this.#savedAt > LONGEST_UNSAVED_MS;
  }

  #save(): void {
    this.#savedAt = performance.now();
    if (this.#unread.length > 0) this.#list(this.#unread.splice(0));
    if (this.#results.length === 0) return;
    this.#deps.store.saveRead(this.#context.request.volumeId, this.#results);
    this.#results = [];
    this.#listener.onSaved();
  }

  /** A file of which the device gives nothing is only then said to be unreadable, when the stick is still there. */
  async #tryFailedAgain(): Promise<void> {
    const again = this.#failed.splice(0);
    if (again.length === 0) return;
    this.#save();
    await setTimeout(SECOND_TRY_AFTER_MS, undefined, { signal: this.#signal });
    for (const file of again) {
      const result = await this.#pass.read(file);
      this.#signal.throwIfAborted();
      if (!this.#isStickThere()) throw new VolumeGone();
      if (result.kind === 'refused' && file.walked !== undefined) this.#unread.push(file.walked);
      if (result.kind === 'refused') continue;
      const { id, walked } = file;
      this.#take(result.kind === 'failed' ? { id, kind: 'unreadable', reason: result.reason } : result, walked);
    }
  }

  #doubtStick(): void {
    this.#failuresInARow += 1;
    if (this.#failuresInARow < FAILURES_TO_DOUBT) return;
    if (this.#failuresInARow >= FAILURES_TO_GIVE_UP || !this.#isStickThere()) throw new VolumeGone();
  }

  #isStickThere(): boolean {
    try {
      if (this.#identityOfRoot() !== this.#rootIdentity) return false;
      const [first] = this.#deps.directories.entries(this.#context.request.mountPoint);
      return first !== undefined;
    } catch {
      return false;
    }
  }

  #identityOfRoot(): string {
    try {
      return this.#deps.directories.facts(this.#context.request.mountPoint).identity;
    } catch (cause) {
      throw new VolumeGone({ cause });
    }
  }
}
