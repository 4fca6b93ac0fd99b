import type { IncomingMessage } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';

import { EVENTS_PATH } from '#contract/routes';
import type { ListenerName } from '#server/listener-name';
import type { Authenticator } from '#server/access/authenticator';
import { toErrorAnswer } from '#server/api/error-answer';
import { Forbidden, Misdirected, RouteNotFound, TooManyRequests, Unauthorised } from '#server/api/request-errors';
import type { KnownCaller } from '#server/events/event-client';
import type { EventHub } from '#server/events/event-hub';
import { isAllowedHost, type HostNames } from '#server/gate/allowed-hosts';
import { clientAddress } from '#server/gate/client-address';
import { isSameOrigin } from '#server/gate/same-origin';

export interface EventUpgradeDeps {
  readonly listener: ListenerName;
  readonly hub: EventHub;
  readonly authenticator: Authenticator;
  readonly hostNames: HostNames;
}

const MAX_SOCKETS = 64;
const MAX_SOCKETS_PER_ADDRESS = 12;
const MAX_FRAME_BYTES = 4_096;
const RETRY_MS = 5_000;

/** The door of the event socket on one listener: the gate of the requests, and caps. */
export class EventUpgrade {
  readonly #deps: EventUpgradeDeps;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
  });
  readonly #openByAddress = new Map<string, number>();

  constructor(deps: EventUpgradeDeps) {
    this.#deps = deps;
  }

  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Until `ws` takes over nobody else listens.
    const ignore = (): void => undefined;
    socket.on('error', ignore);
    try {
      const caller = this.#admit(request);
      const address = clientAddress(request.socket.remoteAddress);
      this.#sockets.handleUpgrade(request, socket, head, (client) => {
        socket.off('error', ignore);
        this.#count(address, 1);
        client.once('close', () => {
          this.#count(address, -1);
        });
        this.#deps.hub.add(client, caller);
      });
    } catch (error) {
      refuse(socket, error);
    }
  }

  #admit(request: IncomingMessage): KnownCaller {
    const { listener, authenticator, hostNames } = this.#deps;
    const { headers } = request;
    if (!isAllowedHost(headers.host, hostNames(), request.socket.localPort ?? 0)) throw new Misdirected();
    if (request.url !== EVENTS_PATH) throw new RouteNotFound();
    if (!isSameOrigin(headers)) throw new Forbidden('Another page may not listen here');

    const { caller, isByCookie } = authenticator.identify(request, listener);
    if (isByCookie && headers.origin === undefined) throw new Forbidden('A cookie counts with an Origin only');
    if (caller.role === 'nobody') throw new Unauthorised();
    this.#requirePlace(clientAddress(request.socket.remoteAddress));
    return caller;
  }

  #requirePlace(address: string): void {
    const total = this.#openByAddress.values().reduce((sum, count) => sum + count, 0);
    const own = this.#openByAddress.get(address) ?? 0;
    if (total < MAX_SOCKETS && own < MAX_SOCKETS_PER_ADDRESS) return;
    throw new TooManyRequests('Too many event sockets are open', RETRY_MS);
  }

  #count(address: string, change: 1 | -1): void {
    const count = (this.#openByAddress.get(address) ?? 0) + change;
    if (count > 0) this.#openByAddress.set(address, count);
    else this.#openByAddress.delete(address);
  }
}

function refuse(socket: Duplex, error: unknown): void {
  const { status, headers, body } = toErrorAnswer(error);
  const lines = Object.entries({ ...headers, connection: 'close', 'content-length': String(Buffer.byteLength(body)) });
  const head = [`HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`, ...lines.map((line) => line.join(': '))];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => {
    socket.destroy();
  });
}
