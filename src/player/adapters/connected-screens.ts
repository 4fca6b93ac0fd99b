import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Part } from '#kernel/lifecycle';

export interface ConnectedScreensDeps {
  /** `/sys/class/drm`: a folder for each connector, with its `status` and whether it is `enabled`. */
  readonly drmFolder: string;
  /** Gives the number of outputs of the desktop; undefined where there is none, or it does not say. */
  readonly askDesktop: (signal: AbortSignal) => Promise<number | undefined>;
  readonly onChange: (count: number) => void;
}

/** A cable that falls out is noticed within a second: nothing else tells of it everywhere. */
const LOOK_MS = 1_000;
/** Asking the desktop starts a program. */
const ASK_MS = 5_000;

/** How many screens are connected to this machine: by the kernel, else by the desktop. */
export class ConnectedScreens implements Part {
  readonly name = 'screens';
  readonly #deps: ConnectedScreensDeps;
  readonly #end = new AbortController();
  #count = 1;

  constructor(deps: ConnectedScreensDeps) {
    this.#deps = deps;
  }

  /** 1 where nobody can say: that is the touchscreen. */
  get count(): number {
    return this.#count;
  }

  /** What the kernel says is known when it resolves. */
  async start(): Promise<void> {
    const counted = await connectedByKernel(this.#deps.drmFolder);
    if (counted !== undefined) this.#count = counted;
    void this.#watch();
  }

  stop(): void {
    this.#end.abort();
  }

  async #watch(): Promise<void> {
    const { signal } = this.#end;
    const isOver = (): boolean => signal.aborted;
    while (!isOver()) {
      const byKernel = await connectedByKernel(this.#deps.drmFolder);
      const count = byKernel ?? (await this.#deps.askDesktop(signal).catch(() => undefined)) ?? 1;
      if (isOver()) return;
      if (count !== this.#count) {
        this.#count = count;
        this.#deps.onChange(count);
      }
      await sleep(byKernel === undefined ? ASK_MS : LOOK_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}

/** Of `xrandr --listactivemonitors`, whose first line is `Monitors: 2`. */
export function askXrandr(signal: AbortSignal): Promise<number | undefined> {
  return new Promise((resolve) => {
    execFile('xrandr', ['--listactivemonitors'], { timeout: 2_000, signal }, (error, output) => {
      const count = /^Monitors: (\d+)/mu.exec(output)?.[1];
      resolve(error || count === undefined ? undefined : Number(count));
    });
  });
}

/** Undefined where the kernel knows of no connector at all. */
async function connectedByKernel(folder: string): Promise<number | undefined> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^card\d+-/u.test(name));
  const isConnected = await Promise.all(names.map((name) => isScreen(join(folder, name))));
  return names.length === 0 ? undefined : isConnected.filter(Boolean).length;
}

/** Whether something is plugged into a composite socket nobody can tell (`unknown`): it counts where it is switched on. */
async function isScreen(connector: string): Promise<boolean> {
  const read = (name: string) => readFile(join(connector, name), 'utf8').catch(() => '');
  const [status, enabled] = await Promise.all([read('status'), read('enabled')]);
  return status.trim() === 'connected' || (status.trim() === 'unknown' && enabled.trim() === 'enabled');
}
