import { AppError } from '#kernel/app-error';

/** One thing that is wrong with a request; `path` is dotted. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

/** What is wrong with a request as such; `headers` go out with the answer. */
export abstract class RequestError extends AppError {
  readonly headers: Readonly<Record<string, string>> = {};
}

export class BadRequest extends RequestError {
  readonly code = 'bad_request';
  constructor(message: string, issues: readonly Issue[] = [], options?: ErrorOptions) {
    super(message, { issues }, options);
  }
}

export class Unauthorised extends RequestError {
  readonly code = 'unauthorised';
  override readonly headers = { 'www-authenticate': 'Bearer' };
  constructor(message = 'No valid token') {
    super(message);
  }
}

export class Forbidden extends RequestError {
  readonly code = 'forbidden';
}

export class RouteNotFound extends RequestError {
  readonly code = 'not_found';
  constructor() {
    super('There is nothing at this address');
  }
}

export class MethodNotAllowed extends RequestError {
  readonly code = 'method_not_allowed';
  override readonly headers: Readonly<Record<string, string>>;
  constructor(allowed: readonly string[]) {
    super(`Allowed here: ${allowed.join(', ')}`, { allowed });
    this.headers = { allow: allowed.join(', ') };
  }
}

export class PayloadTooLarge extends RequestError {
  readonly code = 'payload_too_large';
  /** What is left of the body would be taken for the next request. */
  override readonly headers = { connection: 'close' };
  constructor(limitBytes: number) {
    super(`The body is larger than ${String(limitBytes)} bytes`, { limitBytes });
  }
}

export class UnsupportedMediaType extends RequestError {
  readonly code = 'unsupported_media_type';
  constructor() {
    super('The body must be application/json in UTF-8, without encoding');
  }
}

export class Misdirected extends RequestError {
  readonly code = 'misdirected';
  constructor() {
    super('This service does not answer under that name');
  }
}

export class TooManyRequests extends RequestError {
  readonly code = 'too_many_requests';
  override readonly headers: Readonly<Record<string, string>>;
  constructor(message: string, retryAfterMs: number) {
    super(message, { retryAfterMs: Math.ceil(retryAfterMs) });
    this.headers = { 'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1_000))) };
  }
}

export class HandlerTimeout extends RequestError {
  readonly code = 'timeout';
  constructor() {
    super('The service did not get it done in time');
  }
}

/** What the service did wrong; its cause goes to the log, never to the client. */
export class InternalError extends RequestError {
  readonly code = 'internal';
  constructor(cause?: unknown) {
    super('Something went wrong inside the service', {}, { cause });
  }
}

/** A database that cannot be read any more: a card that died, not a mistake of the service. */
export class StorageUnreadable extends RequestError {
  readonly code = 'storage_failed';
  constructor(cause: unknown) {
    super('The card of this machine cannot be read', {}, { cause });
  }
}
