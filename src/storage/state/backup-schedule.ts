export interface BackupScheduleDeps {
  /** Monotonic. */
  readonly nowMs: () => number;
  readonly make: () => void;
}

/** Soon after the first change of a drive, since many end before the next backup would be due. */
const FIRST_AFTER_MS = 30_000;
const AT_MOST_EVERY_MS = 600_000;

/** When a backup is made: while things change, never when nothing did. */
export class BackupSchedule {
  readonly #deps: BackupScheduleDeps;
  #lastMs: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isChanged = false;

  constructor(deps: BackupScheduleDeps) {
    this.#deps = deps;
  }

  noteChange(): void {
    this.#isChanged = true;
    const dueInMs = this.#lastMs === undefined ? FIRST_AFTER_MS : this.#lastMs + AT_MOST_EVERY_MS - this.#deps.nowMs();
    this.#timer ??= setTimeout(() => this.finish(), Math.max(FIRST_AFTER_MS, dueInMs));
  }

  /** Goes with the next one, or with the last of all; makes none due. */
  noteSmallChange(): void {
    this.#isChanged = true;
  }

  /** Makes the one that is due, if any, now. */
  finish(): void {
    this.stop();
    if (!this.#isChanged) return;
    this.#isChanged = false;
    this.#lastMs = this.#deps.nowMs();
    this.#deps.make();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
