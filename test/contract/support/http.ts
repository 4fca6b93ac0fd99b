import { request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { connect } from 'node:net';

import { pathParameters, routes, type RouteName } from '#contract/routes';
import { sampleRequests } from '#test/contract/support/requests';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

const LIMIT_MS = 8_000;

/** One request on a connection of its own, with any header, `host` and `origin` too, which fetch would not send. */
export async function send(url: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const options = { method, headers, agent: false, signal: AbortSignal.timeout(LIMIT_MS) };
    const request = httpRequest(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode: status = 0, headers: received } = response;
        resolve({ status, headers: received, text: Buffer.concat(chunks).toString() });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/**
 * Bytes as they are, over a bare socket; what came back until the service closed it. `isLast`: nothing more will come.
 */
export async function sendBytes(port: number, bytes: Buffer | string, isLast = false): Promise<string> {
  return await new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => {
      if (isLast) socket.end(bytes);
      else socket.write(bytes);
    });
    socket.setTimeout(LIMIT_MS, () => socket.destroy());
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(Buffer.concat(chunks).toString('latin1'));
    });
  });
}

export function errorCode({ text }: Answer): unknown {
  return (JSON.parse(text) as { error?: { code?: unknown } }).error?.code;
}

/** A route's address and body with the values of a sample request, or with others in their place. */
export function sampleCall(
  name: RouteName,
  values: Record<string, unknown> = sampleRequests[name],
): { path: string } & Sent {
  const { method, path } = routes[name];
  const inPath = new Set(pathParameters(path));
  const filled = path.replaceAll(/:(\w+)/gu, (_all, key: string) => encodeURIComponent(String(values[key])));
  const others = Object.entries(values).filter(([key]) => !inPath.has(key));
  if (method === 'get') {
    const query = new URLSearchParams(
      others.map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
    ).toString();
    return { method: 'GET', path: query === '' ? filled : `${filled}?${query}` };
  }
  if (others.length === 0) return { method: method.toUpperCase(), path: filled };
  const body = JSON.stringify(Object.fromEntries(others));
  // Node says no length with DELETE by itself, and the body would be taken for another request.
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return { method: method.toUpperCase(), path: filled, headers, body };
}
