import type { RouterView } from '#contract/entities/router';
import type { Logger } from '#kernel/logger';
import type { NoticeBoard } from '#kernel/notice-board';
import { untilAborted } from '#kernel/until-aborted';
import type { FilesMounter } from '#network/ports';

/** The router's folder, in. */
export interface RouterFolder {
  /** Of the router's host key: it is the same folder for as long as it is the same router. */
  readonly fingerprint: string;
  readonly folder: string;
}

export interface RouterFilesDeps {
  readonly mounter: FilesMounter;
  readonly isWanted: () => boolean;
  /** Told before the folder goes, so that nobody reads from it any more. */
  readonly onChange: (folder: RouterFolder | undefined) => void;
  readonly notices: Pick<NoticeBoard, 'post' | 'clear'>;
  readonly logger: Logger;
  readonly pause?: (durationMs: number, signal: AbortSignal) => Promise<void>;
}

const PAUSES_MS = [1_000, 3_000, 10_000, 30_000] as const;

/**
 * Holds the folder that the router shares for as long as somebody wants it, the router answers and shares one; begins again with growing
 * pauses when it ends by itself.
 */
export class RouterFiles {
  readonly #deps: RouterFilesDeps;
  #running: { readonly fingerprint: string; readonly cancel: AbortController } | undefined;
  #ended: Promise<void> = Promise.resolve();
  #fingerprint: string | undefined;
  #isStopped = false;

  constructor(deps: RouterFilesDeps) {
    this.#deps = deps;
  }

  /** What the router says has changed. A link that is silent ends it at once: what is read there would hang. */
  look({ link, status }: Pick<RouterView, 'link' | 'status'>): void {
    const isThere = link.state === 'online' && status?.files.isShared === true;
    this.#fingerprint = isThere ? (link.pinnedFingerprint ?? undefined) : undefined;
    this.update();
  }

  /** Somebody may want it now, or not any more. */
  update(): void {
    const fingerprint = this.#deps.isWanted() && !this.#isStopped ? this.#fingerprint : undefined;
    if (fingerprint === this.#running?.fingerprint) return;
    this.#running?.cancel.abort();
    this.#running = undefined;
    if (fingerprint === undefined) {
      this.#deps.notices.clear('router_files');
      return;
    }
    const cancel = new AbortController();
    this.#running = { fingerprint, cancel };
    this.#ended = this.#ended.then(() => this.#hold(fingerprint, cancel.signal));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.update();
    await this.#ended;
  }

  async #hold(fingerprint: string, signal: AbortSignal): Promise<void> {
    const { notices, logger, pause = pauseForReal } = this.#deps;
    const isOver = () => signal.aborted;
    for (let failures = 0; !isOver();) {
      try {
        await this.#once(fingerprint, signal);
        failures = 0;
      } catch (error) {
        if (isOver()) return;
        failures += 1;
        logger.warn({ err: error }, 'the files of the router could not be had');
        const why = error instanceof Error ? error.message : String(error);
        notices.post({ code: 'router_files', level: 'warning', message: `The router’s files: ${why}` });
      }
      await pause(PAUSES_MS[failures] ?? PAUSES_MS[3], signal);
    }
  }

  async #once(fingerprint: string, signal: AbortSignal): Promise<void> {
    const { mounter, onChange, notices } = this.#deps;
    const mounted = await mounter.mount(fingerprint, signal);
    try {
      notices.clear('router_files');
      onChange({ fingerprint, folder: mounted.folder });
      await Promise.race([mounted.ended, untilAborted(signal)]);
    } finally {
      onChange(undefined);
      await mounted.unmount();
    }
  }
}

function pauseForReal(durationMs: number, signal: AbortSignal): Promise<void> {
  const timer = Promise.withResolvers<undefined>();
  const handle = setTimeout(() => timer.resolve(undefined), durationMs);
  return Promise.race([timer.promise, untilAborted(signal)]).finally(() => clearTimeout(handle));
}
