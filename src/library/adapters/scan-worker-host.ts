import type { FromScanWorker, ToScanWorker, WireScanRequest } from '#library/adapters/scan-protocol';
import { isFull, VolumeGone } from '#library/scan/scan-errors';
import type { ScanDeps } from '#library/scan/scan-ports';
import { scanVolume } from '#library/scan/scan-volume';

export interface ScanWorkerHostDeps {
  readonly scan: ScanDeps;
  readonly post: (message: FromScanWorker) => void;
  /** Ends what the scans use; called once, when no scan runs any more. */
  readonly close: () => Promise<void>;
}

/** The scan thread's side of the protocol: runs the scans that it is told to, and says what comes of them. */
export class ScanWorkerHost {
  readonly #deps: ScanWorkerHostDeps;
  readonly #cancels = new Map<number, AbortController>();
  readonly #running = new Set<Promise<void>>();

  constructor(deps: ScanWorkerHostDeps) {
    this.#deps = deps;
  }

  async handle(message: ToScanWorker): Promise<void> {
    switch (message.type) {
      case 'scan': {
        const run = this.#run(message.jobId, message.request);
        this.#running.add(run);
        await run;
        this.#running.delete(run);
        return;
      }
      case 'cancel':
        this.#cancels.get(message.jobId)?.abort();
        return;
      case 'prepare':
        this.#deps.scan.media.prepare();
        return;
      case 'stop':
        for (const cancel of this.#cancels.values()) cancel.abort();
        await Promise.all(this.#running);
        await this.#deps.close();
    }
  }

  async #run(jobId: number, request: WireScanRequest): Promise<void> {
    const { post } = this.#deps;
    const cancel = new AbortController();
    this.#cancels.set(jobId, cancel);
    try {
      const summary = await scanVolume(
        this.#deps.scan,
        { ...request, mountPoint: Buffer.from(request.mountPoint) },
        {
          onProgress: (progress) => post({ type: 'progress', jobId, progress }),
          onLibraryChanged: () => post({ type: 'libraryChanged', jobId }),
          onMoved: (moves) => post({ type: 'moved', jobId, moves }),
          onSkippedFolders: (skipped) => post({ type: 'skippedFolders', jobId, skipped }),
        },
        cancel.signal,
      );
      post({ type: 'finished', jobId, summary });
    } catch (error) {
      post(this.#failure(jobId, error, cancel.signal));
    } finally {
      this.#cancels.delete(jobId);
    }
  }

  #failure(jobId: number, error: unknown, signal: AbortSignal): FromScanWorker {
    if (signal.aborted) return { type: 'cancelled', jobId };
    if (error instanceof VolumeGone) return { type: 'gone', jobId };
    if (isFull(error)) return { type: 'full', jobId };
    this.#deps.scan.logger.error({ err: error }, 'a scan failed');
    return { type: 'failed', jobId, reason: error instanceof Error ? error.message : String(error) };
  }
}
