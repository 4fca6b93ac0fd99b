import type { Component } from 'svelte';

type Files<Name extends string> = Readonly<Record<Name, () => Promise<{ readonly default: Component }>>>;

const RETRY_MS = 1_000;

/** The views as they come in: the one that is wanted at once, all others when the page has nothing else to do. */
export class ViewLoader<Name extends string> {
  readonly #files: Files<Name>;
  #loaded = $state.raw<ReadonlyMap<Name, Component>>(new Map());
  #wanted: Name | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  constructor(files: Files<Name>) {
    this.#files = files;
  }

  /** Undefined until it has come. */
  get(name: Name): Component | undefined {
    return this.#loaded.get(name);
  }

  /** Loads it; where the service is away, again and again while it is wanted. */
  async want(name: Name): Promise<void> {
    this.#wanted = name;
    clearTimeout(this.#retry);
    const isHere = await this.#load(name);
    if (isHere || this.#isStopped || this.#wanted !== name) return;
    this.#retry = setTimeout(() => void this.want(name), RETRY_MS);
  }

  async loadOthers(): Promise<void> {
    for (const name of Object.keys(this.#files) as Name[]) {
      if (this.#isStopped) return;
      if (this.#loaded.has(name)) continue;
      await idle();
      await this.#load(name);
    }
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#retry);
  }

  async #load(name: Name): Promise<boolean> {
    if (this.#loaded.has(name)) return true;
    try {
      const { default: view } = await this.#files[name]();
      if (!this.#loaded.has(name)) this.#loaded = new Map(this.#loaded).set(name, view);
      return true;
    } catch {
      return false;
    }
  }
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof requestIdleCallback === 'undefined') setTimeout(resolve, 0);
    else requestIdleCallback(() => resolve(), { timeout: RETRY_MS });
  });
}
