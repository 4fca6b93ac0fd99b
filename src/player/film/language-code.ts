const CODE = /^[a-z]{2,3}$/iu;
const NAMES = ['en', 'de'].map((locale) => new Intl.DisplayNames(locale, { type: 'language', fallback: 'none' }));

/**
 * A language by its two letters (ISO 639-1): of `ger`, `deu`, `de-AT` and `German` alike; undefined for what is none of
 * those, also where ISO 639-3 has a use for the letters: `sdh` says that subtitles are for the hard of hearing.
 */
export function languageCode(word: string): string | undefined {
  const [code = '', ...region] = word.trim().toLowerCase().split(/[-_]/u);
  if (!CODE.test(code)) return region.length === 0 ? byName().get(code) : undefined;
  const folded = Intl.getCanonicalLocales(code)[0] ?? code;
  return folded.length === 2 && NAMES[0]?.of(folded) !== undefined ? folded : undefined;
}

let namesByWord: ReadonlyMap<string, string> | undefined;

function byName(): ReadonlyMap<string, string> {
  namesByWord ??= new Map(pairsOfLetters().flatMap(named));
  return namesByWord;
}

function named(code: string): [string, string][] {
  return NAMES.map((names) => names.of(code)).flatMap((name) =>
    name === undefined ? [] : [[name.toLowerCase(), code]],
  );
}

function pairsOfLetters(): string[] {
  const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');
  const pairs = letters.flatMap((one) => letters.map((other) => one + other));
  // Old codes of one language, as `iw` for Hebrew, are named like the new ones.
  return pairs.filter((pair) => Intl.getCanonicalLocales(pair)[0] === pair);
}
