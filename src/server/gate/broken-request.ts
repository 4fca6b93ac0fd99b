import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

import { toErrorAnswer } from '#server/api/error-answer';
import { BadRequest } from '#server/api/request-errors';
import { systemCodeOf } from '#server/listen-errors';

/** Answers what is not HTTP, or not in time, and ends the connection. */
export function answerBrokenRequest(error: Error, socket: Duplex): void {
  if (!socket.writable || systemCodeOf(error) === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = statusOf(error);
  const { body } = toErrorAnswer(new BadRequest('That is not a request that this service understands'));
  const head = [
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${String(Buffer.byteLength(body))}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => {
    socket.destroy();
  });
}

function statusOf(error: Error): number {
  switch (systemCodeOf(error)) {
    case 'HPE_HEADER_OVERFLOW':
      return 431;
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return 408;
    default:
      return 400;
  }
}
