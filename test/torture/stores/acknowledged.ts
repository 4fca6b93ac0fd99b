/** The last rounds that were told as written; 0 where none was. */
export interface Acknowledged {
  readonly state: number;
  readonly library: number;
  readonly writes: number;
}

/** From the lines of a workload; a last line that is cut off was not told. */
export function acknowledgedIn(lines: string): Acknowledged {
  let [state, library, writes] = [0, 0, 0];
  for (const [, kind, round] of lines.matchAll(/^([sl]) (\d+)\n/gmu)) {
    writes += 1;
    if (kind === 's') state = Number(round);
    else library = Number(round);
  }
  return { state, library, writes };
}
