import type { IncomingMessage } from 'node:http';

import { BadRequest, PayloadTooLarge, UnsupportedMediaType } from '#server/api/request-errors';

/** Deeper than any request of the contract. */
const MAX_DEPTH = 8;
/** How much of a body that is too large is read all the same, so that its sender can read the answer. */
const DRAIN_BYTES = 1_048_576;

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** The JSON object that a request carries; `{}` where it has no body. */
export async function readJsonBody(request: IncomingMessage, limitBytes: number): Promise<Record<string, unknown>> {
  const { 'content-length': length, 'transfer-encoding': transfer } = request.headers;
  if (transfer === undefined && (length === undefined || Number(length) === 0)) return {};
  if (!isJson(request)) throw new UnsupportedMediaType();
  if (Number(length) > DRAIN_BYTES) throw new PayloadTooLarge(limitBytes);

  const value = parse(await readBytes(request, limitBytes));
  assertHarmless(value, 1);
  if (!isObject(value)) throw new BadRequest('The body must be a JSON object');
  return value;
}

function isJson({ headers }: IncomingMessage): boolean {
  const [essence, ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const isUtf8 = parameters.every((one) => !one.includes('charset') || /^\s*charset\s*=\s*"?utf-8"?\s*$/u.test(one));
  return essence?.trim() === 'application/json' && isUtf8 && (headers['content-encoding'] ?? 'identity') === 'identity';
}

async function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  // The iterator would take the socket down with it when left early, and with it the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes <= limitBytes) chunks.push(chunk);
    if (sizeBytes > DRAIN_BYTES) break;
  }
  if (sizeBytes > limitBytes) throw new PayloadTooLarge(limitBytes);
  return Buffer.concat(chunks);
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new BadRequest('The body is not valid JSON', [], { cause });
  }
}

function assertHarmless(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_DEPTH) throw new BadRequest(`The body is nested deeper than ${String(MAX_DEPTH)} levels`);
  for (const [key, inner] of Object.entries(value)) {
    if (FORBIDDEN_KEYS.has(key))
      throw new BadRequest('The body has a key that is not allowed', [{ path: key, message: 'not allowed' }]);
    assertHarmless(inner, depth + 1);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
