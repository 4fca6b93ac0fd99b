/** An episode as far as it matters for what comes next; `touchedAt` grows with each one that was heard or left. */
export interface Watched<Id> {
  readonly id: Id;
  readonly season: number;
  readonly number: number;
  readonly isOnline: boolean;
  readonly isBegun: boolean;
  readonly touchedAt: number | undefined;
}

/** Each episode once, in order: of copies the wanted one, else one on a stick that is in. */
export function withoutCopies<One extends Watched<unknown>>(
  episodes: readonly One[],
  wanted?: One['id'],
): readonly One[] {
  const best = new Map<string, One>();
  for (const one of episodes) {
    const key = `${one.season} ${one.number}`;
    const known = best.get(key);
    if (!known || one.id === wanted || (known.id !== wanted && one.isOnline && !known.isOnline)) best.set(key, one);
  }
  return [...best.values()];
}

/** The one that was begun last, else the one behind what was watched last; the first of a series that is new or over. */
export function nextEpisode<One extends Watched<unknown>>(episodes: readonly One[]): One | undefined {
  const last = episodes.reduce<One | undefined>((latest, one) => {
    return (one.touchedAt ?? -1) > (latest?.touchedAt ?? -1) ? one : latest;
  }, undefined);
  if (last?.isBegun === true) return last;
  return (last && episodes.find((one) => isBehind(one, last))) ?? episodes[0];
}

function isBehind(one: Watched<unknown>, other: Watched<unknown>): boolean {
  return one.season > other.season || (one.season === other.season && one.number > other.number);
}
