// Letters that Unicode does not take apart into a base letter and an accent.
const UNDIVIDED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
  ς: 'σ',
  '’': "'",
  '‘': "'",
};
const UNDIVIDED_LETTER = new RegExp(`[${Object.keys(UNDIVIDED).join('')}]`, 'gu');
/** Accents only: marks that carry sound (Indic vowels, Japanese voicing) stay. */
const ACCENT = /[\u0300-\u036f\u0653-\u0655\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/gu;
const PLAIN_ASCII = /^[\x21-\x7e]*(?: [\x21-\x7e]+)*$/u;

/** Lower case, without accents, single spaces: two names that fold alike are the same name. Ids hang on this. */
export function foldText(text: string): string {
  if (PLAIN_ASCII.test(text)) return text.toLowerCase();
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(ACCENT, '')
    .toLowerCase()
    .replace(UNDIVIDED_LETTER, (letter) => UNDIVIDED[letter] ?? letter)
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .trim();
}
