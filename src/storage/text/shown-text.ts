const LONGEST_TEXT = 500;
/** Control and format characters (bidi overrides too); the two joiners stay: emoji and Persian need them. */
const UNSHOWN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
const PLAIN = /^[\x20-\x7e]*$/u;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A name of a stick for show: invalid bytes replaced, control characters taken out. Nothing is opened by it. */
export function shownPath(bytes: Buffer): string {
  return shown(decoder.decode(bytes));
}

/** A tag's text for show, or undefined where nothing of it can be seen. */
export function shownText(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const clean = shown(text.replace(/[\t\r\n]+/gu, ' ')).trim();
  if (clean === '') return undefined;
  return clean.length > LONGEST_TEXT ? clean.slice(0, LONGEST_TEXT).toWellFormed() : clean;
}

function shown(text: string): string {
  return PLAIN.test(text) ? text : text.toWellFormed().replace(UNSHOWN, '');
}
