import type { RequestHandler } from 'express';
import { setTimeout as wait } from 'node:timers/promises';

import type { Clock } from '#kernel/clock';
import { BadRequest, Forbidden, Misdirected, TooManyRequests } from '#server/api/request-errors';
import { isAllowedHost, type HostNames } from '#server/gate/allowed-hosts';
import { clientAddress } from '#server/gate/client-address';
import { isSameOrigin } from '#server/gate/same-origin';
import type { TokenBuckets } from '#server/gate/token-buckets';

/** How long a flooding address waits for its refusal: with its few connections that leaves it a trickle. */
const TARPIT_MS = 300;

/** Refuses what is not meant for this service, before anything of it is looked at. */
export function hostGate(hostNames: HostNames): RequestHandler {
  return (request, _response, next) => {
    if (!request.url.startsWith('/')) throw new BadRequest('The address must begin with a slash');
    if ((request.headersDistinct['host']?.length ?? 0) > 1) throw new BadRequest('There is more than one Host');
    if (!isAllowedHost(request.headers.host, hostNames(), request.socket.localPort ?? 0)) throw new Misdirected();
    next();
  };
}

/** Refuses what a page of another origin sends. */
export function originGate(): RequestHandler {
  return (request, _response, next) => {
    if (!isSameOrigin(request.headers)) throw new Forbidden('Another page may not ask this');
    next();
  };
}

/** Slows an address down that asks more often than any phone does, paired or not. */
export function floodGate(rate: TokenBuckets, clock: Clock): RequestHandler {
  return async (request, response, next) => {
    const waitMs = rate.take(clientAddress(request.socket.remoteAddress), clock.uptimeMs());
    if (waitMs === 0) {
      next();
      return;
    }
    await wait(TARPIT_MS, undefined, { ref: false });
    response.setHeader('connection', 'close');
    throw new TooManyRequests('Slow down', waitMs);
  };
}
