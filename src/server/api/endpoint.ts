import type { Request, RequestHandler, Response } from 'express';

import type { Clock } from '#kernel/clock';
import { routes, type RouteName } from '#contract/routes';
import type { ListenerName } from '#server/listener-name';
import type { Authenticator, Caller } from '#server/access/authenticator';
import { requireAccess } from '#server/access/access-rule';
import type { Children } from '#server/access/children';
import { cookieName, setCookieHeader } from '#server/access/credentials';
import { guestAnswer, isOwner } from '#server/access/owners';
import { withDeadline } from '#server/api/deadline';
import type { Exchange, ExchangeHandlersOf } from '#server/api/exchange';
import { readJsonBody } from '#server/api/json-body';
import { parseRequest } from '#server/api/request-parser';
import { InternalError, TooManyRequests } from '#server/api/request-errors';
import { clientAddress } from '#server/gate/client-address';
import type { TokenBuckets } from '#server/gate/token-buckets';

/** Handlers of every route of the contract. */
export type AllHandlers = ExchangeHandlersOf<RouteName>;

export interface EndpointDeps {
  readonly listener: ListenerName;
  readonly handlers: AllHandlers;
  readonly authenticator: Authenticator;
  readonly children: Children;
  readonly clock: Clock;
  readonly bodyLimitBytes: number;
  readonly deadlineMs: number;
  /** How often one caller may ask; pictures come in bursts and have a bucket of their own. */
  readonly callRate: TokenBuckets;
  readonly pictureRate: TokenBuckets;
}

type AnyHandler = (request: unknown, exchange: Exchange) => unknown;

/** One route as an Express handler: who, may they, what, how often, the answer. Each step ends it by throwing. */
export function endpoint(name: RouteName, deps: EndpointDeps): RequestHandler {
  const route = routes[name];
  const isRaw = 'raw' in route;
  const bodyBytes = 'bodyBytes' in route ? route.bodyBytes : deps.bodyLimitBytes;
  const limitMs = 'limitMs' in route ? route.limitMs : deps.deadlineMs;

  return async (request, response) => {
    const { caller } = deps.authenticator.identify(request, deps.listener);
    requireAccess(route.access, caller);
    const parsed = parseRequest(route, {
      params: pathValues(request),
      query: queryOf(request),
      body: route.method === 'get' ? {} : await readJsonBody(request, bodyBytes),
    });
    takeToken(isRaw ? deps.pictureRate : deps.callRate, rateKey(caller, request), deps.clock.uptimeMs());

    // The route's own schema has just made `parsed` what its handler takes.
    const handle = deps.handlers[name] as AnyHandler;
    const exchange = exchangeOf(request, response, caller, deps.listener);
    const held = deps.children.held(name, parsed, caller);
    const result = await withDeadline(handle.call(deps.handlers, held, exchange), limitMs);
    const shown = isOwner(caller) ? result : guestAnswer(name, result);
    if (!isRaw) answer(response, checked(name, deps.children.answer(name, shown, caller)));
  };
}

function pathValues({ params }: Request): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function queryOf({ url }: Request): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start + 1);
}

function rateKey(caller: Caller, request: Request): string {
  return caller.role === 'phone' ? caller.device.id : `${caller.role} ${clientAddress(request.socket.remoteAddress)}`;
}

function takeToken(rate: TokenBuckets, key: string, nowMs: number): void {
  const waitMs = rate.take(key, nowMs);
  if (waitMs > 0) throw new TooManyRequests('Slow down', waitMs);
}

function exchangeOf(request: Request, response: Response, caller: Caller, listener: ListenerName): Exchange {
  const name = cookieName(listener, request.socket.localPort ?? 0);
  return {
    caller,
    request,
    response,
    setCookie: (value, maxAgeS) => response.appendHeader('set-cookie', setCookieHeader(name, value, maxAgeS)),
  };
}

/** The result after the route's schema; one that does not fit is our fault and tells the client nothing. */
function checked(name: RouteName, result: unknown): unknown {
  const parsed = routes[name].response.safeParse(result);
  if (parsed.success) return parsed.data;
  throw new InternalError(new Error(`The answer of ${name} does not fit the contract`, { cause: parsed.error }));
}

function answer(response: Response, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  });
  response.end(body);
}
