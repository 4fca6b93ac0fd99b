import { ApiError } from '#contract/client';
import { words } from '#renderer/shared/i18n/words.ts';

/** What went wrong, in words for a driver. */
export function errorWords(error: unknown): string {
  return error instanceof ApiError ? words.errors[error.code] : words.errors.internal;
}
