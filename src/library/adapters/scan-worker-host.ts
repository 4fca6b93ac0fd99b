import type { FromScanWorker, ToScanWorker, WireScanRequest } from '#library/adapters/scan-protocol';
import { measureLoudness, type MeasureLoudnessDeps } from '#library/scan/measure-loudness';
import { isFull, VolumeGone } from '#library/scan/scan-errors';
import type { ScanDeps } from '#library/scan/scan-ports';
import { scanVolume } from '#library/scan/scan-volume';

export interface ScanWorkerHostDeps {
  readonly scan: ScanDeps;
  readonly loudness: Omit<MeasureLoudnessDeps, 'isBusy'>;
  readonly post: (message: FromScanWorker) => void;
  /** Ends what the scans use; called once, when no scan runs any more. */
  readonly close: () => Promise<void>;
}

/** The scan thread's side of the protocol: runs the scans that it is told to, and says what comes of them. */
export class ScanWorkerHost {
  readonly #deps: ScanWorkerHostDeps;
  readonly #cancels = new Map<number, AbortController>();
  readonly #running = new Set<Promise<void>>();
  #scans = 0;

  constructor(deps: ScanWorkerHostDeps) {
    this.#deps = deps;
  }

  async handle(message: ToScanWorker): Promise<void> {
    switch (message.type) {
      case 'scan':
        this.#scans += 1;
        await this.#track(this.#run(message.jobId, (signal) => this.#scan(message.jobId, message.request, signal)));
        this.#scans -= 1;
        return;
      case 'measure':
        await this.#track(this.#run(message.jobId, (signal) => this.#measure(message.jobId, message.request, signal)));
        return;
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

  async #track(run: Promise<void>): Promise<void> {
    this.#running.add(run);
    await run;
    this.#running.delete(run);
  }

  async #run(jobId: number, work: (signal: AbortSignal) => Promise<FromScanWorker>): Promise<void> {
    const cancel = new AbortController();
    this.#cancels.set(jobId, cancel);
    try {
      this.#deps.post(await work(cancel.signal));
    } catch (error) {
      this.#deps.post(this.#failure(jobId, error, cancel.signal));
    } finally {
      this.#cancels.delete(jobId);
    }
  }

  async #scan(jobId: number, request: WireScanRequest, signal: AbortSignal): Promise<FromScanWorker> {
    const { post } = this.#deps;
    const summary = await scanVolume(
      this.#deps.scan,
      { ...request, mountPoint: Buffer.from(request.mountPoint) },
      {
        onProgress: (progress) => post({ type: 'progress', jobId, progress }),
        onLibraryChanged: () => post({ type: 'libraryChanged', jobId }),
        onMoved: (moves) => post({ type: 'moved', jobId, moves }),
        onSkippedFolders: (skipped) => post({ type: 'skippedFolders', jobId, skipped }),
      },
      signal,
    );
    return { type: 'finished', jobId, summary };
  }

  async #measure(
    jobId: number,
    { volumeId, mountPoint }: Omit<WireScanRequest, 'label' | 'isForced'>,
    signal: AbortSignal,
  ): Promise<FromScanWorker> {
    const deps = { ...this.#deps.loudness, isBusy: () => this.#scans > 0 };
    await measureLoudness(deps, { volumeId, mountPoint: Buffer.from(mountPoint) }, signal);
    return { type: 'measured', jobId };
  }

  #failure(jobId: number, error: unknown, signal: AbortSignal): FromScanWorker {
    if (signal.aborted) return { type: 'cancelled', jobId };
    if (error instanceof VolumeGone) return { type: 'gone', jobId };
    if (isFull(error)) return { type: 'full', jobId };
    this.#deps.scan.logger.error({ err: error }, 'a scan failed');
    return { type: 'failed', jobId, reason: error instanceof Error ? error.message : String(error) };
  }
}
