import { ApiError } from '#contract/client';
import { words } from '#renderer/shared/i18n/words.ts';

/** What went wrong, in words for a driver; how often a PIN may still be tried, for the last time locks the SIM. */
export function errorWords(error: unknown): string {
  if (!(error instanceof ApiError)) return words.errors.internal;
  const { triesLeft } = error.details;
  const said = words.errors[error.code];
  if (error.code !== 'router_wrong_pin' || typeof triesLeft !== 'number') return said;
  return `${said}: ${words.router.triesLeft(triesLeft)}`;
}

/** What was asked for has been renamed or deleted: to ask again brings nothing. */
export function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.code.endsWith('_not_found');
}
