import type { ErrorCode } from '#contract/errors';

/** Base of every error that the product throws; subclasses set a literal `code`. `details` may be shown to users. */
export abstract class AppError extends Error {
  abstract readonly code: ErrorCode;
  readonly details: Record<string, unknown>;

  constructor(message: string, details: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.details = details;
  }
}
