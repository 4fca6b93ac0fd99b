/** Letters that may have been meant, by the alphabet of a folded word; words of others are only put right by what they hold. */
const ALPHABETS: readonly (readonly [RegExp, string])[] = [
  [/^[a-z0-9]+$/u, 'abcdefghijklmnopqrstuvwxyz'],
  [/^\p{Script=Cyrillic}+$/u, 'абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ'],
  [/^\p{Script=Greek}+$/u, 'αβγδεζηθικλμνξοπρστυφχψω'],
];

/**
 * What a folded word may have been meant to be, if one letter of it is wrong: another one, one too many, one forgotten,
 * or two swapped. By the place of the first letter that differs: everything before it is as typed.
 */
export function nearSpellings(word: string): ReadonlyMap<number, ReadonlySet<string>> {
  const letters = [...(ALPHABETS.find(([form]) => form.test(word))?.[1] ?? '')];
  const typed = [...word];
  const places = typed.map((_letter, at): [number, Set<string>] => {
    const [before, wrong = '', next, after] = [typed.slice(0, at), typed[at], typed[at + 1], typed.slice(at + 2)];
    const rest = typed.slice(at + 1);
    const spellings = [
      [...before, ...rest],
      ...(next === undefined ? [] : [[...before, next, wrong, ...after]]),
      ...letters.flatMap((letter) => [
        [...before, letter, ...rest],
        [...before, letter, wrong, ...rest],
      ]),
    ];
    return [at, new Set(spellings.map((one) => one.join('')).filter((one) => one !== word))];
  });
  return new Map(places);
}
