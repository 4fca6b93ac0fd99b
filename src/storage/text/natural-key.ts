import { foldText } from '#storage/text/fold-text';

/** Below `a`, so that numbers stand before letters; longer numbers are compared as if they had this many digits. */
const MOST_DIGITS = 0x60 - 0x30;

/** A key in whose byte order `Track 2` stands before `Track 10`, with case and accents ignored. */
export function naturalKey(text: string): string {
  return numbersByLength(foldText(text));
}

/** Puts the count of digits before each number: byte order is then the order of the numbers. */
export function numbersByLength(folded: string): string {
  return folded.replace(/\d+/gu, (digits) => {
    const number = digits.replace(/^0+(?=\d)/u, '');
    return String.fromCharCode(0x30 + Math.min(number.length, MOST_DIGITS)) + number;
  });
}

/** Keys of a path's names, joined so that a folder's content stands behind it and before its next sibling. */
export function naturalPathKey(names: readonly string[]): string {
  return names.map(naturalKey).join('\u0001');
}
