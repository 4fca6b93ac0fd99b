const NUMBER = /^\+?\d{3,15}$/u;

/** The longest text that the router sends: ten parts. */
export const LONGEST_TEXT = 1_530;
/** `+` and 15 digits, written with spaces and brackets. */
export const LONGEST_NUMBER = 24;

/** An operator's name is none, and cannot be answered. */
export function isNumber(text: string): boolean {
  return NUMBER.test(text);
}

/** A number as people write it, with spaces, brackets and dashes; undefined for what is none. */
export function typedNumber(text: string): string | undefined {
  const digits = text.replaceAll(/[\s()/.-]/gu, '');
  return isNumber(digits) ? digits : undefined;
}
