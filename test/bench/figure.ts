/** What was measured, and what it was to be. */
export interface Figure {
  readonly value: number;
  readonly unit: string;
  /** In words; null where nothing is asked of it. */
  readonly target: string | null;
  readonly isMet: boolean | null;
}

/** By what they are, as names of code: `longestSilence`. */
export type Figures = Readonly<Record<string, Figure>>;

export function atMost(value: number, limit: number, unit: string): Figure {
  return { ...told(value, unit), target: `at most ${String(limit)}`, isMet: value <= limit };
}

export function atLeast(value: number, limit: number, unit: string): Figure {
  return { ...told(value, unit), target: `at least ${String(limit)}`, isMet: value >= limit };
}

export function between(value: number, low: number, high: number, unit: string): Figure {
  return { ...told(value, unit), target: `${String(low)} to ${String(high)}`, isMet: value >= low && value <= high };
}

/** Nothing is asked of it. */
export function told(value: number, unit: string): Figure {
  return { value: Math.round(value * 100) / 100, unit, target: null, isMet: null };
}

/** One line for people: `longest silence 0.4 ms (at most 2)`. */
export function inWords(figures: Figures): string {
  return Object.entries(figures)
    .map(([name, { value, unit, target, isMet }]) => {
      const words = name.replaceAll(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`);
      const wanted = target === null ? '' : ` (${target}${isMet === false ? ': MISSED' : ''})`;
      return `${words} ${String(value)}${unit === '%' ? '' : ' '}${unit}${wanted}`;
    })
    .join('; ');
}

/** The value below which this share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
