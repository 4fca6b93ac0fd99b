import { fillPath, matchPath } from '#renderer/shared/routing/match-path.ts';

export interface Place<Name extends string> {
  readonly name: Name;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

export interface RouterOptions<Name extends string> {
  /** Where the page lives: `/kiosk`. */
  readonly base: string;
  /** Below the base, by name of the view. */
  readonly patterns: Readonly<Record<Name, string>>;
  /** Addresses below the base that have no view of their own, and the view that they lead to. */
  readonly aliases?: Readonly<Record<string, Name>>;
  /** For the base alone, and for addresses that nothing fits. */
  readonly home: () => Name;
}

/** Each view has an address of its own, so that a reload comes back to it. */
export class Router<Name extends string> {
  readonly #options: RouterOptions<Name>;
  /** How many views of this page lie behind; back never leaves the page. */
  #depth = $state(0);
  #isGoingBack = false;
  #place = $state.raw<Place<Name>>();
  readonly #scroll = new Map<string, number>();

  constructor(options: RouterOptions<Name>) {
    this.#options = options;
  }

  get place(): Place<Name> {
    return this.#place ?? { name: this.#options.home(), params: {}, query: {} };
  }

  get canGoBack(): boolean {
    return this.#depth > 0;
  }

  href(name: Name, params: Record<string, string> = {}, query: Record<string, string> = {}): string {
    const search = new URLSearchParams(query).toString();
    return `${this.#options.base}${fillPath(this.#options.patterns[name], params)}${search === '' ? '' : `?${search}`}`;
  }

  go(name: Name, params: Record<string, string> = {}, query: Record<string, string> = {}): void {
    const href = this.href(name, params, query);
    if (href === location.pathname + location.search) return;
    this.#depth += 1;
    history.pushState({ depth: this.#depth }, '', href);
    this.#read();
  }

  /** The same view at another address, without a step to go back. */
  replace(name: Name, params: Record<string, string> = {}, query: Record<string, string> = {}): void {
    history.replaceState({ depth: this.#depth }, '', this.href(name, params, query));
    this.#read();
  }

  /** Once at a time: the browser goes a moment later, and two at once from the first view but one would leave the page. */
  back(): void {
    if (this.#isGoingBack) return;
    if (this.#depth > 0) {
      this.#isGoingBack = true;
      history.back();
    } else this.replace(this.#options.home());
  }

  home(): void {
    this.go(this.#options.home());
  }

  /** How far a list was scrolled when it was last seen at this address. */
  get scrollMemory(): Map<string, number> {
    return this.#scroll;
  }

  connect(): () => void {
    const onPop = (): void => {
      this.#read();
    };
    this.#read();
    window.addEventListener('popstate', onPop);
    return () => {
      window.removeEventListener('popstate', onPop);
    };
  }

  #read(): void {
    const { base, patterns, aliases, home } = this.#options;
    const state: unknown = history.state;
    this.#isGoingBack = false;
    this.#depth = isOurs(state) ? state.depth : 0;
    const path = location.pathname.slice(base.length);
    const match = location.pathname.startsWith(base) ? matchPath(patterns, path) : undefined;
    if (match) {
      this.#place = { ...match, query: Object.fromEntries(new URLSearchParams(location.search)) };
      return;
    }
    this.replace(aliases?.[path.replace(/\/+$/u, '')] ?? home());
  }
}

function isOurs(state: unknown): state is { depth: number } {
  return typeof state === 'object' && state !== null && 'depth' in state && typeof state.depth === 'number';
}
