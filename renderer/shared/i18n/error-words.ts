import { ApiError } from '#contract/client';
import { words } from '#renderer/shared/i18n/words.ts';

/** What went wrong, in words for a driver. */
export function errorWords(error: unknown): string {
  return error instanceof ApiError ? words.errors[error.code] : words.errors.internal;
}

/** What was asked for has been renamed or deleted: to ask again brings nothing. */
export function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.code.endsWith('_not_found');
}
