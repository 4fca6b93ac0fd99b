import type { IncomingMessage, ServerResponse } from 'node:http';

import type { ParsedRequestOf, ResponseOf, RouteName } from '#contract/routes';
import type { Caller } from '#server/access/authenticator';

/** What the server's own handlers see besides the parsed request. */
export interface Exchange {
  readonly caller: Caller;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The credential that this browser sends from now on; without `maxAgeS` until it is closed. */
  readonly setCookie: (value: string, maxAgeS?: number) => void;
}

type ExchangeHandler<Name extends RouteName> = (
  request: ParsedRequestOf<Name>,
  exchange: Exchange,
) => ResponseOf<Name> | Promise<ResponseOf<Name>>;

/** Like `HandlersOf`, for those that need the exchange. */
export type ExchangeHandlersOf<Names extends RouteName> = { readonly [Name in Names]: ExchangeHandler<Name> };
