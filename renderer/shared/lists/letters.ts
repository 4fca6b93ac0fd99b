import type { LetterEntry } from '#contract/routes-library';

/** At most `count` letters, evenly spread, the first and the last among them. */
export function spreadLetters(letters: readonly LetterEntry[], count: number): readonly LetterEntry[] {
  if (letters.length <= count || count < 2) return letters.slice(0, Math.max(1, Math.min(count, letters.length)));
  const step = (letters.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, index) => letters[Math.round(index * step)]).filter(
    (letter) => letter !== undefined,
  );
}

/** The letter under a finger on the rail; `fraction` is 0 at its top and 1 at its end. */
export function letterAtFraction(letters: readonly LetterEntry[], fraction: number): LetterEntry | undefined {
  const index = Math.floor(Math.min(0.9999, Math.max(0, fraction)) * letters.length);
  return letters[index];
}

/** The letter whose titles stand at this place of the list. */
export function letterAtOffset(letters: readonly LetterEntry[], offset: number): LetterEntry | undefined {
  return letters.findLast((letter) => letter.offset <= offset) ?? letters[0];
}
