import type { WebSocket } from 'ws';

import {
  coalescingKey,
  helloMessage,
  KIOSK_ONLY_EVENTS,
  serverEvent,
  type ServerEvent,
  type ServerMessage,
  type Snapshot,
} from '#contract/events';
import type { DeviceId } from '#contract/entities/ids';
import type { Clock } from '#kernel/clock';
import type { EventBus } from '#kernel/event-bus';
import type { Logger } from '#kernel/logger';
import { EventClient, type KnownCaller } from '#server/events/event-client';

export interface EventHubDeps {
  readonly events: EventBus;
  readonly clock: Clock;
  readonly snapshot: () => Snapshot;
  readonly logger: Logger;
}

type Role = KnownCaller['role'];

const ROLES: readonly Role[] = ['kiosk', 'phone'];
const PING_MS = 5_000;
const PING = JSON.stringify({ type: 'ping' } satisfies ServerMessage);

const GOING_AWAY = 1001;
const INTERNAL_ERROR = 1011;

/**
 * Hands every event to every connected screen, after a snapshot. Each role counts on its own, so that nobody sees a gap
 * for what was not for them.
 */
export class EventHub {
  readonly #deps: EventHubDeps;
  readonly #clients = new Set<EventClient>();
  readonly #sequence: Record<Role, number> = { kiosk: 0, phone: 0 };
  #unsubscribe: (() => void) | undefined;
  #pings: NodeJS.Timeout | undefined;

  constructor(deps: EventHubDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#unsubscribe = this.#deps.events.subscribe((event) => {
      this.#broadcast(event);
    });
    this.#pings = setInterval(() => {
      for (const client of this.#clients) client.ping(PING);
    }, PING_MS).unref();
  }

  stop(): void {
    this.#unsubscribe?.();
    clearInterval(this.#pings);
    for (const client of this.#clients) client.close(GOING_AWAY, 'the service stops');
  }

  add(socket: WebSocket, caller: KnownCaller): void {
    const client = new EventClient(socket, caller, (gone) => {
      this.#clients.delete(gone);
      this.#tellOfPhone(caller);
    });
    this.#greet(client);
    this.#clients.add(client);
    this.#tellOfPhone(caller);
  }

  connectedPhones(): ReadonlySet<DeviceId> {
    return new Set([...this.#clients].flatMap(({ caller }) => (caller.role === 'phone' ? caller.device.id : [])));
  }

  /** Closes the sockets of a phone that is not wanted any more. */
  disconnect(id: DeviceId): void {
    for (const client of this.#clients) {
      if (client.caller.role === 'phone' && client.caller.device.id === id) client.revoke();
    }
  }

  #greet(client: EventClient): void {
    const hello = helloMessage.safeParse({
      type: 'hello',
      sequence: this.#sequence[client.caller.role],
      uptimeMs: this.#deps.clock.uptimeMs(),
      snapshot: this.#deps.snapshot(),
    });
    if (hello.success) {
      client.send('hello', JSON.stringify(hello.data));
      return;
    }
    this.#deps.logger.error({ err: hello.error }, 'snapshot does not fit the contract');
    client.close(INTERNAL_ERROR, 'internal');
  }

  #broadcast(event: ServerEvent): void {
    const parsed = serverEvent.safeParse(event);
    if (!parsed.success) {
      this.#deps.logger.error({ err: parsed.error, type: event.type }, 'event does not fit the contract');
      return;
    }
    const uptimeMs = this.#deps.clock.uptimeMs();
    for (const role of ROLES) {
      if (role === 'phone' && KIOSK_ONLY_EVENTS.has(event.type)) continue;
      this.#sequence[role] += 1;
      this.#send(role, { type: 'event', sequence: this.#sequence[role], uptimeMs, event: parsed.data });
    }
  }

  #send(role: Role, message: Extract<ServerMessage, { type: 'event' }>): void {
    const clients = [...this.#clients].filter(({ caller }) => caller.role === role);
    if (clients.length === 0) return;
    const frame = JSON.stringify(message);
    const key = coalescingKey(message.event);
    for (const client of clients) client.send(key, frame);
  }

  /** Set-up shows which phones are connected. */
  #tellOfPhone(caller: KnownCaller): void {
    if (caller.role === 'phone') this.#deps.events.publish({ type: 'devices.changed' });
  }
}
