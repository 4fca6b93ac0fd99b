import type { WebSocket } from 'ws';

import {
  coalescingKey,
  helloMessage,
  KIOSK_ONLY_EVENTS,
  OWNER_EVENTS,
  serverEvent,
  type ServerEvent,
  type ServerMessage,
  type Snapshot,
} from '#contract/events';
import type { DeviceId, ZoneId } from '#contract/entities/ids';
import type { Clock } from '#kernel/clock';
import type { EventBus } from '#kernel/event-bus';
import type { Logger } from '#kernel/logger';
import { isEventOf, snapshotOf, type Children } from '#server/access/children';
import { guestEvent, guestSnapshot, isOwner } from '#server/access/owners';
import { EventClient, type KnownCaller } from '#server/events/event-client';

export interface EventHubDeps {
  readonly events: EventBus;
  readonly clock: Clock;
  readonly snapshot: () => Snapshot;
  readonly children: Pick<Children, 'zonesOf'>;
  readonly logger: Logger;
}

/** Those who get the same; `zones` are the only ones there are for them, undefined for all. */
interface Audience {
  readonly role: KnownCaller['role'];
  /** Text messages are for these alone. */
  readonly hasMessages: boolean;
  readonly zones: readonly ZoneId[] | undefined;
  sequence: number;
}

const PING_MS = 5_000;
const PING = JSON.stringify({ type: 'ping' } satisfies ServerMessage);

const GOING_AWAY = 1001;
const INTERNAL_ERROR = 1011;

/**
 * Hands every event to every connected screen, after a snapshot. Each audience (the touchscreen, owners' phones,
 * other phones, children's phones) counts on its own, so that nobody sees a gap for what was not for them.
 */
export class EventHub {
  readonly #deps: EventHubDeps;
  readonly #clients = new Map<EventClient, Audience>();
  readonly #audiences = new Map<string, Audience>([
    ['kiosk', { role: 'kiosk', hasMessages: true, zones: undefined, sequence: 0 }],
    ['owner', { role: 'phone', hasMessages: true, zones: undefined, sequence: 0 }],
    ['phone', { role: 'phone', hasMessages: false, zones: undefined, sequence: 0 }],
  ]);
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
      for (const client of this.#clients.keys()) client.ping(PING);
    }, PING_MS).unref();
  }

  stop(): void {
    this.#unsubscribe?.();
    clearInterval(this.#pings);
    for (const client of this.#clients.keys()) client.close(GOING_AWAY, 'the service stops');
  }

  add(socket: WebSocket, caller: KnownCaller): void {
    const client = new EventClient(socket, caller, (gone) => {
      this.#clients.delete(gone);
      this.#tellOfPhone(caller);
    });
    const audience = this.#audienceOf(caller);
    this.#greet(client, audience);
    this.#clients.set(client, audience);
    this.#tellOfPhone(caller);
  }

  connectedPhones(): ReadonlySet<DeviceId> {
    return new Set(
      [...this.#clients.keys()].flatMap(({ caller }) => (caller.role === 'phone' ? caller.device.id : [])),
    );
  }

  /** Closes the sockets of a phone that is not wanted any more. */
  disconnect(id: DeviceId): void {
    for (const client of this.#clients.keys()) {
      if (client.caller.role === 'phone' && client.caller.device.id === id) client.revoke();
    }
  }

  #greet(client: EventClient, { sequence, zones, hasMessages }: Audience): void {
    const snapshot = snapshotOf(this.#deps.snapshot(), zones);
    const hello = helloMessage.safeParse({
      type: 'hello',
      sequence,
      uptimeMs: this.#deps.clock.uptimeMs(),
      snapshot: hasMessages ? snapshot : guestSnapshot(snapshot),
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
    this.#sendAway();
    for (const audience of this.#audiences.values()) {
      if (!isFor(event, audience)) continue;
      audience.sequence += 1;
      const shown = audience.hasMessages ? parsed.data : guestEvent(parsed.data);
      this.#send(audience, { type: 'event', sequence: audience.sequence, uptimeMs, event: shown });
    }
  }

  #send(audience: Audience, message: Extract<ServerMessage, { type: 'event' }>): void {
    const clients = [...this.#clients].filter(([, its]) => its === audience);
    if (clients.length === 0) return;
    const frame = JSON.stringify(message);
    const key = coalescingKey(message.event);
    for (const [client] of clients) client.send(key, frame);
  }

  #audienceOf(caller: KnownCaller): Audience {
    const zones = this.#deps.children.zonesOf(caller);
    const name = zones === undefined ? nameOf(caller) : `children of ${zones.join(' ')}`;
    const audience = this.#audiences.get(name) ?? {
      role: caller.role,
      hasMessages: isOwner(caller),
      zones,
      sequence: 0,
    };
    this.#audiences.set(name, audience);
    return audience;
  }

  /** A zone has become one for children, or is none any more: whom that concerns comes back, to another snapshot. */
  #sendAway(): void {
    for (const [client, audience] of this.#clients) {
      if (this.#audienceOf(client.caller) === audience) continue;
      this.#clients.delete(client);
      client.close(GOING_AWAY, 'there is more or less to see');
    }
  }

  /** Set-up shows which phones are connected. */
  #tellOfPhone(caller: KnownCaller): void {
    if (caller.role === 'phone') this.#deps.events.publish({ type: 'devices.changed' });
  }
}

function nameOf(caller: KnownCaller): string {
  return caller.role === 'phone' && isOwner(caller) ? 'owner' : caller.role;
}

function isFor(event: ServerEvent, { role, hasMessages, zones }: Audience): boolean {
  if (role !== 'kiosk' && KIOSK_ONLY_EVENTS.has(event.type)) return false;
  if (!hasMessages && OWNER_EVENTS.has(event.type)) return false;
  return isEventOf(event, zones);
}
