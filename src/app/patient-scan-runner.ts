import type { ScanSummary } from '#contract/entities/volume';
import { untilAborted } from '#kernel/until-aborted';
import type { ScanListener, ScanRequest, ScanRunner } from '#library/ports';

/** Lets the music play on first: a scan is minutes of work, and begins with a thread and processes of its own. */
export class PatientScanRunner implements ScanRunner {
  readonly #runner: ScanRunner;
  readonly #mayBegin: Promise<unknown>;

  /** `mayBegin` always resolves. */
  constructor(runner: ScanRunner, mayBegin: Promise<unknown>) {
    this.#runner = runner;
    this.#mayBegin = mayBegin;
  }

  async scan(request: ScanRequest, listener: ScanListener, signal: AbortSignal): Promise<ScanSummary> {
    await Promise.race([this.#mayBegin, untilAborted(signal)]);
    return this.#runner.scan(request, listener, signal);
  }
}
