/** A number from 0 (inclusive) to 1 (exclusive), each call a new one. */
export type RandomSource = () => number;

/** The same values in a random order (Fisher-Yates). */
export function shuffled<Value>(values: readonly Value[], random: RandomSource): Value[] {
  const result = [...values];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const kept = result[last] as Value;
    result[last] = result[other] as Value;
    result[other] = kept;
  }
  return result;
}

/** Repeatable chance for a seed (mulberry32). */
export function seededRandom(seed: number): RandomSource {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
