import express, { type ErrorRequestHandler, type Express } from 'express';
import { createServer, type Server, type ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

import type { Clock } from '#kernel/clock';
import type { Logger } from '#kernel/logger';
import type { Authenticator } from '#server/access/authenticator';
import type { Children } from '#server/access/children';
import { apiRouter } from '#server/api/api-router';
import type { AllHandlers } from '#server/api/endpoint';
import { answerError } from '#server/api/error-answer';
import type { EventHub } from '#server/events/event-hub';
import { EventUpgrade } from '#server/events/event-upgrade';
import type { HostNames } from '#server/gate/allowed-hosts';
import { capConnections } from '#server/gate/connection-cap';
import { floodGate, hostGate, originGate } from '#server/gate/request-gate';
import { TokenBuckets } from '#server/gate/token-buckets';
import { answerBrokenRequest } from '#server/gate/broken-request';
import { toListenError, type ListenPlace } from '#server/listen-errors';
import type { ListenerLimits } from '#server/listener-limits';
import type { ListenerName } from '#server/listener-name';
import { pageRouter } from '#server/pages/page-router';
import { setSecurityHeaders } from '#server/pages/security-headers';

export interface HttpListenerDeps {
  readonly handlers: AllHandlers;
  readonly authenticator: Authenticator;
  readonly children: Children;
  readonly hub: EventHub;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface HttpListenerOptions {
  readonly listener: ListenerName;
  readonly place: ListenPlace;
  readonly hostNames: HostNames;
  readonly pagesDir: string;
  readonly limits: ListenerLimits;
}

const CLOSE_LIMIT_MS = 300;

const SERVER_OPTIONS: ServerOptions = {
  headersTimeout: 3_000,
  requestTimeout: 10_000,
  // Node looks for both only every 30 s otherwise, which half-open sockets outlast.
  connectionsCheckingInterval: 500,
  keepAliveTimeout: 10_000,
  maxHeaderSize: 8_192,
  shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
};
/** A client that reads nothing for this long is cut; event sockets have their own pings. */
const IDLE_MS = 30_000;

/** One of the two doors: a port with its routes, pages and event socket. */
export class HttpListener {
  readonly #deps: HttpListenerDeps;
  readonly #options: HttpListenerOptions;
  #server: Server | undefined;

  constructor(deps: HttpListenerDeps, options: HttpListenerOptions) {
    this.#deps = deps;
    this.#options = options;
  }

  /** The port that it really has; `place.port` may be 0. */
  get port(): number {
    const address: string | AddressInfo | null | undefined = this.#server?.address();
    return typeof address === 'object' && address !== null ? address.port : this.#options.place.port;
  }

  async start(): Promise<void> {
    const { listener, place, hostNames, limits } = this.#options;
    const { hub, authenticator, logger } = this.#deps;
    const server = createServer(SERVER_OPTIONS, this.#createApp());
    const upgrade = new EventUpgrade({ listener, hub, authenticator, hostNames });
    server.on('upgrade', (request, socket: Duplex, head) => {
      upgrade.handle(request, socket, head);
    });
    server.on('clientError', answerBrokenRequest);
    server.setTimeout(IDLE_MS);
    server.maxConnections = limits.connections;
    if (limits.connectionsPerAddress !== undefined) capConnections(server, limits.connectionsPerAddress);
    await listen(server, place);
    server.on('error', (error) => {
      logger.error({ err: error, listener }, 'listener failed');
    });
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const force = setTimeout(() => {
      server.closeAllConnections();
    }, CLOSE_LIMIT_MS);
    await new Promise((resolve) => server.close(resolve));
    clearTimeout(force);
  }

  #createApp(): Express {
    const { listener, hostNames, pagesDir, limits } = this.#options;
    const { clock } = this.#deps;
    const app = express();
    app.set('env', 'production');
    app.set('trust proxy', false);
    app.set('query parser', false);
    app.disable('x-powered-by');

    app.use((_request, response, next) => {
      setSecurityHeaders(response);
      next();
    });
    app.use(hostGate(hostNames));
    if (limits.floodRate) app.use(floodGate(new TokenBuckets(limits.floodRate), clock));
    app.use('/api', originGate());
    app.use(
      apiRouter({
        listener,
        ...this.#deps,
        bodyLimitBytes: limits.bodyBytes,
        deadlineMs: limits.handlerMs,
        callRate: new TokenBuckets(limits.callRate),
        pictureRate: new TokenBuckets(limits.pictureRate),
      }),
    );
    app.use(pageRouter(listener, pagesDir));
    app.use(this.#answerError);
    return app;
  }

  readonly #answerError: ErrorRequestHandler = (error, request, response, _next) => {
    answerError(request, response, error, this.#deps.logger);
  };
}

async function listen(server: Server, place: ListenPlace): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(toListenError(error, place));
    });
    server.listen({ host: place.host, port: place.port }, resolve);
  });
}
