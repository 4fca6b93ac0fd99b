import type { ScaleTruth } from '#test/support/scale-stick';

/** A song or film as an index has it; `undefined` where it says nothing. */
export interface IndexedItem {
  readonly path: string;
  readonly title: string | undefined;
  readonly artist: string | undefined;
  readonly album: string | undefined;
  readonly seconds: number | undefined;
}

export interface IndexScore {
  readonly songs: number;
  readonly missing: number;
  /** Of the songs whose tags say so in a way that anybody may read, in percent. */
  readonly tagsPercent: number;
  readonly lengthsPercent: number;
  /** Right names of songs in old code pages, of how many. */
  readonly legacy: Readonly<Record<string, string>>;
  readonly films: string;
  readonly hiddenShown: number;
  /** The first few that are wrong, in words. */
  readonly wrong: readonly string[];
}

const SHOWN_WRONG = 10;

/** How much of what an index says is true. */
export function scoreIndex(truth: readonly ScaleTruth[], items: readonly IndexedItem[]): IndexScore {
  const found = new Map(items.map((item) => [item.path.normalize('NFC'), item]));
  const of = ({ path }: ScaleTruth) => found.get(path.normalize('NFC'));
  const songs = truth.filter(({ kind }) => kind === 'song');
  const plain = songs.filter(({ charset }) => charset === undefined);
  const wrong: string[] = [];
  const isRight = (song: ScaleTruth) => {
    const item = of(song);
    const isSame = song.title === null || (item !== undefined && hasNames(item, song));
    if (!isSame) wrong.push(`${song.path}: ${JSON.stringify(item)}`);
    return item !== undefined && isSame;
  };
  const hasLength = (one: ScaleTruth) => {
    const isNear = Math.abs((of(one)?.seconds ?? -99) - one.seconds) <= Math.max(1, one.seconds / 100);
    if (!isNear) wrong.push(`${one.path}: ${String(of(one)?.seconds)} s for ${one.seconds} s`);
    return isNear;
  };
  const films = truth.filter(({ kind }) => kind === 'film');
  return {
    songs: songs.length,
    missing: songs.filter((song) => of(song) === undefined).length,
    tagsPercent: percent(plain.filter(isRight).length, plain.length),
    lengthsPercent: percent(songs.filter(hasLength).length, songs.length),
    legacy: legacyScore(songs, of),
    films: `${films.filter(hasLength).length}/${films.length}`,
    hiddenShown: items.filter(({ path }) => /(?:^|\/)\./u.test(path)).length,
    wrong: wrong.slice(0, SHOWN_WRONG),
  };
}

function hasNames(item: IndexedItem, truth: ScaleTruth): boolean {
  const names = ['title', 'artist', 'album'] as const;
  return names.every((name) => (item[name] ?? '').normalize('NFC') === (truth[name] ?? '').normalize('NFC'));
}

function legacyScore(
  songs: readonly ScaleTruth[],
  of: (song: ScaleTruth) => IndexedItem | undefined,
): Record<string, string> {
  const albums = Map.groupBy(
    songs.filter(({ charset }) => charset !== undefined),
    ({ charset }) => charset ?? '',
  );
  const scores = [...albums].map(([charset, members]) => {
    const right = members.filter((song) => {
      const item = of(song);
      return item !== undefined && hasNames(item, song);
    });
    return [charset, `${right.length}/${members.length}`] as const;
  });
  return Object.fromEntries(scores);
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.round((part / whole) * 1_000) / 10;
}
