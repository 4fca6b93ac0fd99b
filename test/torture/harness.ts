export interface TortureOptions {
  readonly count: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

export interface Outcome {
  readonly figures: Readonly<Record<string, number>>;
  readonly failures: readonly string[];
}

/** What was done to the product, and the same done to something that cannot stand it: a run counts only if that fails. */
export interface TortureResult extends Outcome {
  readonly control: Outcome & { readonly what: string };
}

export interface Harness {
  readonly what: string;
  readonly unit: string;
  readonly defaultCount: number;
  /** Mounts file systems: runs as root in a mount namespace of its own. */
  readonly mounts: boolean;
  readonly programs: readonly string[];
  readonly run: (options: TortureOptions) => Promise<TortureResult>;
}

export function isPassed({ failures, control }: TortureResult): boolean {
  return failures.length === 0 && control.failures.length > 0;
}

/** A tenth of the rounds, but enough to fail by chance. */
export function controlCount(count: number, least = 5): number {
  return Math.max(least, Math.min(50, Math.ceil(count / 10)));
}

/** Counts what happened and keeps the words of what went wrong. */
export class Tally {
  readonly #figures: Record<string, number> = {};
  readonly #failures: string[] = [];

  constructor(...names: readonly string[]) {
    for (const name of names) this.#figures[name] = 0;
  }

  add(name: string, by = 1): void {
    this.#figures[name] = (this.#figures[name] ?? 0) + by;
  }

  /** Keeps the largest. */
  worst(name: string, value: number): void {
    this.#figures[name] = Math.max(this.#figures[name] ?? 0, Math.round(value));
  }

  fail(kind: string, words: string): void {
    this.add(kind);
    this.#failures.push(`${kind}: ${words}`);
  }

  outcome(): Outcome {
    return { figures: this.#figures, failures: this.#failures };
  }
}
