import { setTimeout as sleep } from 'node:timers/promises';

import type { ScanProgress, ScanSummary, SkippedFile } from '#contract/entities/volume';
import type { Logger } from '#kernel/logger';
import type { MountedVolume, ScanRunner, SongMove } from '#library/ports';
import { IndexFull, VolumeGone } from '#library/scan/scan-errors';

export interface VolumeScanDeps {
  readonly runner: ScanRunner;
  readonly logger: Logger;
  readonly volume: MountedVolume;
  /** How many files of the volume the index holds as unreadable. */
  readonly countSkipped: () => number;
  readonly onProgress: () => void;
  readonly onLibraryChanged: () => void;
  readonly onMoved?: (moves: readonly SongMove[]) => void;
  /** The card has no room for the index, or has it again; not told when nothing is different. */
  readonly onIndexFull?: (isFull: boolean) => void;
  /** Done once the stick was looked through, until it is pulled or looked through again. */
  readonly afterwards?: (volume: MountedVolume, signal: AbortSignal) => Promise<void>;
  /** Waits; for real unless told. */
  readonly pause?: (durationMs: number, signal: AbortSignal) => Promise<void>;
}

/** A folder that stands for a stick may still be filling while it is looked through: it is looked at again. */
const SETTLE_MS = 2_000;
const RETRY_AFTER_MS = 1_000;
const MOST_RETRIES = 2;
/** Room is made by people, or by what else runs. */
const ROOM_AFTER_MS = 5_000;

const pauseForReal = (durationMs: number, signal: AbortSignal) => sleep(durationMs, undefined, { signal });

/** The scans of one volume while it is in, one after the other. */
export class VolumeScan {
  readonly #deps: VolumeScanDeps;
  #cancel = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #isEnded = false;
  /** The scan that ran last found something different: a folder that stands for a stick may not be full yet. */
  #hasChanged = false;
  #isIndexFull = false;
  progress: ScanProgress | undefined;
  lastSummary: ScanSummary | undefined;
  skippedFolders: readonly SkippedFile[] = [];

  constructor(deps: VolumeScanDeps) {
    this.#deps = deps;
  }

  /** Cancels the scan that runs, and begins anew. */
  restart(): void {
    if (this.#isEnded) return;
    this.#cancel.abort();
    const cancel = new AbortController();
    this.#cancel = cancel;
    this.progress = { phase: 'walk', filesSeen: 0, filesDone: 0 };
    this.#deps.onProgress();
    this.#running = this.#running.then(() => this.#runUntilSettled(cancel.signal));
  }

  /** Resolves when nothing of it runs any more. */
  end(): Promise<void> {
    this.#isEnded = true;
    this.progress = undefined;
    this.#cancel.abort();
    this.#tellFull(false);
    return this.#running;
  }

  async #runUntilSettled(signal: AbortSignal): Promise<void> {
    const { pause = pauseForReal } = this.#deps;
    try {
      let isWhole = await this.#runWithRetries(signal);
      // What is opened each time for nothing (a cover that cannot be read) is no reason to look for ever.
      while (isWhole && this.#hasChanged && this.#mayBeFilling()) {
        await pause(SETTLE_MS, signal);
        isWhole = await this.#runWithRetries(signal);
      }
      if (isWhole) await this.#deps.afterwards?.(this.#deps.volume, signal);
    } catch (error) {
      if (!signal.aborted) this.#deps.logger.error({ err: error, volumeId: this.#deps.volume.id }, 'scans ended');
    }
  }

  /** False when it was given up. */
  async #runWithRetries(signal: AbortSignal): Promise<boolean> {
    const { pause = pauseForReal } = this.#deps;
    for (let retries = 0; ; retries += 1) {
      try {
        await this.#run(signal);
        this.#tellFull(false);
        return true;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof IndexFull) {
          this.#tellFull(true);
          await pause(ROOM_AFTER_MS, signal);
          retries = 0;
          continue;
        }
        this.#deps.logger.warn({ err: error, volumeId: this.#deps.volume.id }, 'a scan failed');
        if (error instanceof VolumeGone || retries >= MOST_RETRIES) return false;
        await pause(RETRY_AFTER_MS, signal);
      }
    }
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { runner, volume, onProgress, onLibraryChanged } = this.#deps;
    const isCurrent = () => !signal.aborted;
    const request = { volumeId: volume.id, label: volume.label, mountPoint: volume.mountPoint, isForced: false };
    this.#hasChanged = false;
    const isAgain = this.lastSummary !== undefined && this.progress === undefined;
    try {
      const summary = await runner.scan(
        request,
        {
          onProgress: (progress) => {
            // A look that only makes sure is not shown before it has found something.
            if (!isCurrent() || (isAgain && progress.phase === 'walk')) return;
            this.progress = progress;
            onProgress();
          },
          onLibraryChanged: () => {
            this.#hasChanged = true;
            if (isCurrent()) onLibraryChanged();
          },
          // Whatever becomes of the scan: it is true.
          onMoved: (moves) => this.#deps.onMoved?.(moves),
          onSkippedFolders: (skipped) => {
            this.skippedFolders = skipped;
          },
        },
        signal,
      );
      this.#keep(summary, isAgain);
    } finally {
      if (isCurrent()) {
        this.progress = undefined;
        onProgress();
      }
    }
  }

  #tellFull(isFull: boolean): void {
    if (isFull === this.#isIndexFull) return;
    this.#isIndexFull = isFull;
    this.#deps.onIndexFull?.(isFull);
  }

  /** An unchanged stick is not read again, but what was unreadable still is. */
  #keep(summary: ScanSummary, isAgain: boolean): void {
    if (isAgain && !this.#hasChanged) return;
    this.lastSummary = { ...summary, skipped: this.#deps.countSkipped() + this.skippedFolders.length };
  }

  #mayBeFilling(): boolean {
    return this.#deps.volume.device === undefined && !this.#deps.volume.isDemo;
  }
}
