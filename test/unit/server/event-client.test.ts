import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';

import { EventClient } from '#server/events/event-client';

/** A socket whose reader takes what was sent only when told to. */
class StalledSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  bufferedAmount = 0;
  readonly sent: string[] = [];
  ended: number | 'cut' | undefined;
  readonly #taken: (() => void)[] = [];

  send(frame: string, onTaken: () => void): void {
    this.sent.push(frame);
    this.bufferedAmount += frame.length;
    this.#taken.push(() => {
      this.bufferedAmount -= frame.length;
      onTaken();
    });
  }

  read(): void {
    for (let taken = this.#taken.shift(); taken; taken = this.#taken.shift()) taken();
  }

  ping(): void {
    // A reader that is gone does not answer.
  }

  close(status: number): void {
    this.ended ??= status;
    this.readyState = 2;
  }

  terminate(): void {
    this.ended ??= 'cut';
  }
}

function setup() {
  const socket = new StalledSocket();
  const client = new EventClient(socket as unknown as WebSocket, { role: 'kiosk' }, () => undefined);
  const fill = (): void => {
    client.send('fill', 'x'.repeat(70_000));
    socket.sent.length = 0;
  };
  return { socket, client, fill };
}

describe('EventClient', () => {
  it('sends everything to a reader that keeps up', () => {
    const { socket, client } = setup();

    client.send('zone:front', 'one');
    client.send('zone:front', 'two');

    expect(socket.sent).toEqual(['one', 'two']);
  });

  it('keeps the newest frame per key for a slow one, in the order in which they came', () => {
    const { socket, client, fill } = setup();
    fill();

    client.send('zone:front', 'front 1');
    client.send('zone:rear', 'rear 1');
    client.send('zone:front', 'front 2');
    expect(socket.sent).toEqual([]);
    socket.read();

    expect(socket.sent).toEqual(['rear 1', 'front 2']);
  });

  it('sends nothing past what still waits', () => {
    const { socket, client, fill } = setup();
    fill();
    client.send('a', 'y'.repeat(66_000));
    client.send('b', 'b');
    socket.bufferedAmount = 0;

    client.send('c', 'c');

    expect(socket.sent).toEqual([]);
    socket.read();
    expect(socket.sent.map((frame) => frame[0])).toEqual(['y', 'b', 'c']);
  });

  it('drops one that is too far behind', () => {
    const { socket, client, fill } = setup();
    fill();

    for (let key = 0; key < 4; key += 1) client.send(String(key), 'z'.repeat(60_000));

    expect(socket.ended).toBe(1008);
  });

  it('does not drop one for many states of the same thing', () => {
    const { socket, client, fill } = setup();
    fill();

    for (let count = 0; count < 1_000; count += 1) client.send('zone:front', 'z'.repeat(60_000));

    expect(socket.ended).toBeUndefined();
  });

  it('cuts one that does not answer a ping by the next, and keeps one that does', () => {
    const { socket, client } = setup();
    client.ping('ping');
    socket.emit('pong');
    client.ping('ping');
    expect(socket.ended).toBeUndefined();

    client.ping('ping');

    expect(socket.ended).toBe('cut');
  });
});
