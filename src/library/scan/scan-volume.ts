import type { PhaseSummary, ScanPhase, ScanSummary, SkippedFile } from '#contract/entities/volume';
import type { ScanListener, ScanRequest, ScanStore, SongMove } from '#library/ports';
import { AtMostEvery } from '#library/scan/at-most-every';
import { FoundFiles } from '#library/scan/found-files';
import { KnownHeads } from '#library/scan/known-heads';
import { resolveNames } from '#library/scan/legacy-names';
import { OpenedFiles } from '#library/scan/opened-files';
import { walkStick } from '#library/scan/phase-1-walk';
import { readLengths, readOthers, readTags } from '#library/scan/phase-2-read-tags';
import { Reconciler } from '#library/scan/phase-3-reconcile';
import { findArtwork } from '#library/scan/phase-4-artwork';
import { PlaylistPaths } from '#library/scan/playlist-paths';
import type { ScanDeps } from '#library/scan/scan-ports';

/** At most 4 of each a second go out. */
const GAP_MS = 250;

/** The phases over one stick, one after the other; see README.md. */
export async function scanVolume(
  deps: ScanDeps,
  request: ScanRequest,
  listener: ScanListener,
  signal: AbortSignal,
): Promise<ScanSummary> {
  const report = new ScanReport(listener);
  try {
    return await runPhases(deps, request, report, signal);
  } finally {
    report.close();
  }
}

async function runPhases(
  deps: ScanDeps,
  request: ScanRequest,
  report: ScanReport,
  signal: AbortSignal,
): Promise<ScanSummary> {
  const startedAt = performance.now();
  const { store } = deps;
  const opened = new OpenedFiles();
  const reconciler = new Reconciler(store, request.volumeId);
  signal.throwIfAborted();

  report.enter('walk', opened);
  const known = store.begin(request.volumeId, request.label);
  const found = new FoundFiles((path) => deps.fileId(request.volumeId, path));
  const context = { request, opened, playlistPaths: new PlaylistPaths(found.mediaKeys), heads: new KnownHeads() };
  const onSaved = () => {
    reconciler.note();
    report.libraryChanged();
  };
  const onRead = (filesRead: number) => report.read(filesRead);
  const walkFirst = async (both: AbortSignal) => {
    const walking = { ...deps, found, store: telling(store, () => report.libraryChanged()) };
    try {
      const walk = await walkStick(walking, request, known, (seen, toRead) => report.seen(seen, toRead), both);
      report.skipped(walk.skipped);
      if (walk.hasChanged) onSaved();
      report.enter('tags', opened);
      return walk;
    } finally {
      found.complete();
    }
  };
  const [walk, read] = await together(signal, walkFirst, (both) =>
    readTags(deps, context, found, { onRead, onSaved }, both),
  );

  if (await resolveNames(store, deps.charsets, request.volumeId)) onSaved();

  report.moved(store.findMoves(request.volumeId));

  const quiet = { onRead: () => undefined, onSaved };
  report.enter('lengths', opened);
  const measured = await readLengths(deps, context, 'unread', quiet, signal);

  report.enter('others', opened);
  const others = await readOthers(deps, context, { onRead: (more) => onRead(read.filesRead + more), onSaved }, signal);

  report.enter('reconcile', opened);
  if (await resolveNames(store, deps.charsets, request.volumeId)) onSaved();
  if (reconciler.finish()) report.libraryChanged();

  report.enter('artwork', opened);
  await findArtwork(deps, request, opened, () => report.libraryChanged(), signal);

  report.enter('counting', opened);
  const counted = await readLengths(deps, context, 'guessed', quiet, signal);
  if (reconciler.finish()) report.libraryChanged();

  const unreadable = [read, measured, others, counted].reduce((sum, pass) => sum + pass.unreadable, 0);
  const summary: ScanSummary = {
    durationMs: Math.round(performance.now() - startedAt),
    filesSeen: walk.filesSeen,
    filesOpened: opened.count,
    bytesRead: opened.bytesRead,
    skipped: unreadable + walk.skipped.length,
    phases: report.phases(opened),
  };
  store.finish(request.volumeId, summary);
  return summary;
}

/** Both at once; where one of them fails, the other is cancelled and waited for. */
async function together<First, Second>(
  signal: AbortSignal,
  first: (both: AbortSignal) => Promise<First>,
  second: (both: AbortSignal) => Promise<Second>,
): Promise<[First, Second]> {
  const failed = new AbortController();
  const both = AbortSignal.any([signal, failed.signal]);
  const orCancel = async <Result>(work: (both: AbortSignal) => Promise<Result>): Promise<Result> => {
    try {
      return await work(both);
    } catch (error) {
      // The first one counts: the other fails because of it.
      failed.abort(error);
      throw error;
    }
  };
  const [one, other] = await Promise.allSettled([orCancel(first), orCancel(second)]);
  signal.throwIfAborted();
  failed.signal.throwIfAborted();
  if (one.status === 'rejected') throw one.reason;
  if (other.status === 'rejected') throw other.reason;
  return [one.value, other.value];
}

/** Names are on the screen as soon as they are committed, long before the walk has ended. */
function telling(store: ScanStore, onSaved: () => void): Pick<ScanStore, 'saveWalked' | 'setPresent'> {
  return {
    saveWalked: (volumeId, files) => {
      store.saveWalked(volumeId, files);
      onSaved();
    },
    setPresent: (volumeId, ids, isPresent) => {
      store.setPresent(volumeId, ids, isPresent);
      onSaved();
    },
  };
}

/** What listeners hear of a scan, held to 4 a second. */
class ScanReport {
  readonly #listener: ScanListener;
  readonly #progress: AtMostEvery;
  readonly #library: AtMostEvery;
  readonly #phases: PhaseSummary[] = [];
  #phase: ScanPhase = 'walk';
  #enteredAt = 0;
  #filesSeen = 0;
  #filesToRead = 0;
  #filesRead = 0;

  constructor(listener: ScanListener) {
    this.#listener = listener;
    this.#progress = new AtMostEvery(GAP_MS, () => this.#tell());
    this.#library = new AtMostEvery(GAP_MS, () => listener.onLibraryChanged());
  }

  enter(phase: ScanPhase, opened: OpenedFiles): void {
    this.#leave(opened);
    this.#phase = phase;
    this.#enteredAt = performance.now();
    this.#progress.request();
  }

  /** All of them, the one that runs included. */
  phases(opened: OpenedFiles): PhaseSummary[] {
    this.#leave(opened);
    return this.#phases;
  }

  seen(filesSeen: number, filesToRead: number): void {
    this.#filesSeen = filesSeen;
    this.#filesToRead = filesToRead;
    this.#progress.request();
  }

  read(filesRead: number): void {
    this.#filesRead = filesRead;
    this.#progress.request();
  }

  libraryChanged(): void {
    this.#library.request();
  }

  moved(moves: readonly SongMove[]): void {
    if (moves.length > 0) this.#listener.onMoved?.(moves);
  }

  skipped(skipped: readonly SkippedFile[]): void {
    this.#listener.onSkippedFolders?.(skipped);
  }

  /** The last change is told, whatever the rate; progress of what has ended is not. */
  close(): void {
    this.#progress.cancel();
    this.#library.flush();
    this.#library.cancel();
  }

  #leave(opened: OpenedFiles): void {
    if (this.#enteredAt === 0) return;
    const durationMs = Math.round(performance.now() - this.#enteredAt);
    // What is read while the walk goes on is read for tags.
    const taken = this.#phase === 'walk' ? { filesOpened: 0, bytesRead: 0 } : opened.takeSince();
    this.#phases.push({ phase: this.#phase, durationMs, ...taken });
    this.#enteredAt = 0;
  }

  #tell(): void {
    const filesSeen = this.#filesSeen;
    const filesDone = Math.min(filesSeen, filesSeen - this.#filesToRead + this.#filesRead);
    this.#listener.onProgress({ phase: this.#phase, filesSeen, filesDone });
  }
}
