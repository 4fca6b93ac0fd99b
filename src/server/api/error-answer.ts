import type { IncomingMessage, ServerResponse } from 'node:http';

import { ERROR_STATUS, type ErrorBody } from '#contract/errors';
import { AppError } from '#kernel/app-error';
import type { Logger } from '#kernel/logger';
import { BadRequest, InternalError, RequestError, StorageUnreadable } from '#server/api/request-errors';
import { systemCodeOf } from '#server/listen-errors';

export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The one place that turns errors into HTTP; what is not an AppError becomes `internal`, without its words. */
export function toErrorAnswer(error: unknown): ErrorAnswer {
  const known = toAppError(error);
  return {
    status: ERROR_STATUS[known.code],
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...(known instanceof RequestError && known.headers),
    },
    body: serialise(known),
  };
}

/** Answers with the error, and logs it where the service is to blame. */
export function answerError(request: IncomingMessage, response: ServerResponse, error: unknown, logger: Logger): void {
  if (request.socket.destroyed) return;
  const { status, headers, body } = toErrorAnswer(error);
  if (status >= 500) logger.error({ err: error, method: request.method, url: request.url }, 'request failed');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof URIError) return new BadRequest('The address is not valid', [], { cause: error });
  // SQLite's codes of a file that is gone, damaged or does not answer: https://sqlite.org/rescode.html
  if (/^SQLITE_(?:IOERR|CORRUPT|NOTADB|CANTOPEN|FULL|READONLY)/u.test(systemCodeOf(error) ?? '')) {
    return new StorageUnreadable(error);
  }
  return new InternalError(error);
}

function serialise({ code, message, details }: AppError): string {
  const body = (shown: Record<string, unknown>): string =>
    JSON.stringify({ error: { code, message, details: shown } } satisfies ErrorBody);
  try {
    return body(details);
  } catch {
    return body({});
  }
}
