import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { withLimit, type Part } from '#kernel/lifecycle';

export interface ConnectedScreensDeps {
  /** `/sys/class/drm`: a folder for each connector, with its `status` and whether it is `enabled`. */
  readonly drmFolder: string;
  /** Gives the number of screens of the desktop; undefined where there is none, or it does not say. */
  readonly askDesktop: (signal: AbortSignal) => Promise<number | undefined>;
  readonly onChange: (count: number) => void;
}

/** A cable that falls out is noticed within a second: nothing else tells of it everywhere. */
const LOOK_MS = 1_000;
/** Asking the desktop starts a program. */
const ASK_EVERY_LOOKS = 5;
/** What a start waits for a desktop where the kernel knows nothing. */
const FIRST_ASK_MS = 500;

/** How many screens of this machine can show something of their own: the lower count of the kernel's and the desktop's. */
export class ConnectedScreens implements Part {
  readonly name = 'screens';
  readonly #deps: ConnectedScreensDeps;
  readonly #end = new AbortController();
  #count = 1;
  #byKernel: number | undefined;
  #byDesktop: number | undefined;

  constructor(deps: ConnectedScreensDeps) {
    this.#deps = deps;
  }

  /** 1 where nobody can say: that is the touchscreen. */
  get count(): number {
    return this.#count;
  }

  /** What the kernel says is known when it resolves, or, where that knows nothing, what a desktop says at once. */
  async start(): Promise<void> {
    this.#byKernel = await litByKernel(this.#deps.drmFolder);
    if (this.#byKernel === undefined) {
      await withLimit(this.#askDesktop(), FIRST_ASK_MS, 'the desktop is slow').catch(() => undefined);
    }
    this.#count = this.#lower();
    void this.#watch();
  }

  stop(): void {
    this.#end.abort();
  }

  async #watch(): Promise<void> {
    const { signal } = this.#end;
    const isOver = (): boolean => signal.aborted;
    for (let looks = 0; !isOver(); looks += 1) {
      const byKernel = await litByKernel(this.#deps.drmFolder);
      const isNews = byKernel !== this.#byKernel;
      this.#byKernel = byKernel;
      // Fewer than one there are not.
      const canBeFewer = byKernel === undefined || byKernel > 1;
      if (canBeFewer && (isNews || looks % ASK_EVERY_LOOKS === 0)) await this.#askDesktop();
      if (isOver()) return;
      this.#tell(this.#lower());
      await sleep(LOOK_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  async #askDesktop(): Promise<void> {
    this.#byDesktop = await this.#deps.askDesktop(this.#end.signal).catch(() => undefined);
  }

  #lower(): number {
    const counts = [this.#byKernel, this.#byDesktop].filter((count) => count !== undefined);
    return counts.length === 0 ? 1 : Math.min(...counts);
  }

  #tell(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    this.#deps.onChange(count);
  }
}

/** Undefined where the kernel knows of no connector at all. */
async function litByKernel(folder: string): Promise<number | undefined> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^card\d+-/u.test(name));
  const areLit = await Promise.all(names.map((name) => isLit(join(folder, name))));
  return names.length === 0 ? undefined : areLit.filter(Boolean).length;
}

/**
 * Whether a connector has a picture. `enabled` is what says so: what is plugged in, but was left switched off by a desktop, shows
 * nothing, and a film meant for it opens on the touchscreen. `status` alone cannot: a composite socket has no way to feel a cable, so that
 * Linux calls it `unknown` (vc4-kms-v3d) or `connected` (vc4-fkms-v3d, which has a connector for each output of the firmware) for ever.
 * Assumed of it, and not proved on a Pi: it is `enabled` where it works as a screen of the desktop, since it is lit only when it was asked for.
 */
async function isLit(connector: string): Promise<boolean> {
  const read = (name: string) => readFile(join(connector, name), 'utf8').catch(() => '');
  const [status, enabled] = await Promise.all([read('status'), read('enabled')]);
  return status.trim() !== 'disconnected' && enabled.trim() === 'enabled';
}
