import { foldText } from '#storage/text/fold-text';
import { numbersByLength } from '#storage/text/natural-key';

/** Digits and symbols. */
export const SYMBOL_LETTER = '#';
/** Scripts that have no short row of letters. */
export const OTHER_LETTER = '…';

export interface TitleSort {
  /** Byte order of keys is the order of the list; all titles of one letter stand together. */
  readonly sortKey: string;
  /** The entry of the letter rail. */
  readonly letter: string;
}

/** English, German, French, Spanish, Italian and Dutch; none that is a word of its own right in another of these. */
const ARTICLE = /^(?:(?:the|an?|der|die|das|ein|eine|le|la|les|une?|el|los|las|una|il|gli|het) |l')(?=\S)/u;
const OPENING = /^[\p{Ps}\p{Pi}'"¡¿]+(?=.)/u;
const ALPHABETIC = /^[\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}]/u;
/** Their capitals are either none or missing from most fonts. */
const ONE_CASE = /^[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Georgian}]/u;

/** Where a title stands in a list: symbols, Latin, other alphabets, the rest; leading articles ignored. */
export function titleSort(title: string): TitleSort {
  const folded = withoutArticle(foldText(title)).replace(/[\u30a1-\u30f6]/gu, toHiragana);
  const letter = letterOf(folded);
  return { letter, sortKey: `${rankOf(letter)}${numbersByLength(folded)}` };
}

/** Sorts letters of the rail as the titles behind them are sorted. */
export function compareLetters(a: string, b: string): number {
  const [keyA, keyB] = [letterKey(a), letterKey(b)];
  return keyA < keyB ? -1 : keyA > keyB ? 1 : 0;
}

function withoutArticle(folded: string): string {
  return folded.replace(OPENING, '').replace(ARTICLE, '').replace(OPENING, '');
}

function letterKey(letter: string): string {
  return `${rankOf(letter)}${letter.toLowerCase()}`;
}

function rankOf(letter: string): string {
  if (letter === SYMBOL_LETTER) return '0';
  if (letter === OTHER_LETTER) return '3';
  return /^[A-Z]$/u.test(letter) ? '1' : '2';
}

function letterOf(folded: string): string {
  const first = String.fromCodePoint(folded.codePointAt(0) ?? 0);
  if (/^[a-z]$/u.test(first)) return first.toUpperCase();
  if (!/^\p{L}$/u.test(first)) return SYMBOL_LETTER;
  if (ALPHABETIC.test(first)) return first.toUpperCase();
  if (ONE_CASE.test(first)) return first;
  return hangulRow(first) ?? kanaRow(first) ?? OTHER_LETTER;
}

function toHiragana(katakana: string): string {
  return String.fromCharCode(katakana.charCodeAt(0) - 0x60);
}

const HANGUL_FIRST = 0xac00;
const HANGUL_LAST = 0xd7a3;
const SYLLABLES_PER_INITIAL = 588;

/** The first syllable with the same initial consonant. */
function hangulRow(letter: string): string | undefined {
  const code = letter.charCodeAt(0);
  if (code < HANGUL_FIRST || code > HANGUL_LAST) return undefined;
  return String.fromCharCode(code - ((code - HANGUL_FIRST) % SYLLABLES_PER_INITIAL));
}

const KANA_ROWS = ['わ', 'ら', 'や', 'ま', 'は', 'な', 'た', 'さ', 'か', 'あ'];
/** Small and voiced forms stand beside their row's first letter: ゃ is before や. */
const KANA_ROW_STARTS = [0x308e, 0x3089, 0x3083, 0x307e, 0x306f, 0x306a, 0x305f, 0x3055, 0x304b, 0x3041];
const KANA_LAST = 0x3094;

function kanaRow(letter: string): string | undefined {
  const code = letter.charCodeAt(0);
  if (code > KANA_LAST) return undefined;
  return KANA_ROWS[KANA_ROW_STARTS.findIndex((start) => code >= start)];
}
