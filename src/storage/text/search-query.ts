import { foldText } from '#storage/text/fold-text';

/** What FTS5's unicode61 takes as one token. */
const TOKEN = /[\p{L}\p{N}\p{Co}]+/gu;
const MOST_TOKENS = 12;

/** Text as it is put into the search index. `don't` is found by `dont`. */
export function searchText(text: string | null | undefined): string {
  return foldText(text ?? '').replaceAll("'", '');
}

/**
 * An FTS5 query for words in any order, each from its beginning; undefined where nothing can be searched for. `nearTo`
 * gives what else may stand for a word.
 */
export function searchQuery(words: string, nearTo?: (word: string) => readonly string[]): string | undefined {
  const tokens = (searchText(words).match(TOKEN) ?? []).slice(0, MOST_TOKENS);
  if (tokens.length === 0) return undefined;
  return tokens.map((token) => anyOf([token, ...(nearTo?.(token) ?? [])])).join(nearTo ? ' AND ' : ' ');
}

function anyOf(beginnings: readonly string[]): string {
  const terms = beginnings.map((one) => `"${one}"*`).join(' OR ');
  return beginnings.length === 1 ? terms : `(${terms})`;
}
