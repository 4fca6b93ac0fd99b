import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';

import { zoneId } from '#contract/entities/ids';
import type { ServerEvent } from '#contract/events';
import { listenAt, type EventListener } from '#test/contract/support/event-listener';
import { bearer, kioskClient, pairPhone } from '#test/contract/support/requests';
import { runServers, type RunningServers } from '#test/contract/support/running-servers';
import { emptySnapshot, volume, zone } from '#test/contract/support/samples';

type Listener = 'kiosk' | 'phones';

/** Connects and waits for the hello. */
function listen(running: RunningServers, listener: Listener, options: ClientOptions): Promise<EventListener> {
  return listenAt(addressOf(running, listener), options);
}

/** The status with which a connection is refused, or 101. */
async function knock(
  running: RunningServers,
  listener: Listener,
  options: ClientOptions,
  path?: string,
): Promise<number> {
  const socket = new WebSocket(addressOf(running, listener, path), options);
  return await new Promise((resolve, reject) => {
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
    });
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('error', reject);
  });
}

function addressOf({ kioskUrl, phonesUrl }: RunningServers, listener: Listener, path = '/api/v1/events'): string {
  return `${listener === 'kiosk' ? kioskUrl : phonesUrl}${path}`.replace('http', 'ws');
}

function kioskHeaders({ kioskToken }: RunningServers): ClientOptions {
  return { headers: bearer(kioskToken.value) };
}

function events({ messages }: EventListener): ServerEvent[] {
  return messages.flatMap((message) => (message.type === 'event' ? message.event : []));
}

describe('the event socket', () => {
  it('says hello with a snapshot, then every event in order', async () => {
    const running = await runServers();
    running.events.publish({ type: 'favourites.changed' });
    const screen = await listen(running, 'kiosk', kioskHeaders(running));

    running.events.publish({ type: 'zone.changed', zone });
    running.events.publish({ type: 'volumes.changed', volumes: [volume] });

    await expect.poll(() => screen.messages.length).toBe(3);
    expect(screen.messages[0]).toMatchObject({ type: 'hello', sequence: 1, snapshot: emptySnapshot });
    expect(screen.messages.slice(1)).toMatchObject([
      { type: 'event', sequence: 2, event: { type: 'zone.changed', zone } },
      { type: 'event', sequence: 3, event: { type: 'volumes.changed', volumes: [volume] } },
    ]);
  });

  it('keeps from phones what is for the touchscreen only, without a gap in their count', async () => {
    const running = await runServers();
    const { token } = await pairPhone(running);
    const phone = await listen(running, 'phones', { headers: bearer(token) });
    const kiosk = await listen(running, 'kiosk', kioskHeaders(running));

    running.events.publish({ type: 'devices.changed' });
    running.events.publish({ type: 'favourites.changed' });

    await expect.poll(() => events(kiosk).length).toBe(2);
    await expect.poll(() => events(phone)).toEqual([{ type: 'favourites.changed' }]);
    expect(phone.messages).toMatchObject([
      { type: 'hello', sequence: 0 },
      { type: 'event', sequence: 1 },
    ]);
  });

  it('tells the touchscreen which phones are there', async () => {
    const running = await runServers();
    const { token } = await pairPhone(running);
    const isConnected = async (): Promise<unknown> =>
      (await kioskClient(running).call('listDevices', {})).map((device) => device.isConnected);
    const kiosk = await listen(running, 'kiosk', kioskHeaders(running));

    const phone = await listen(running, 'phones', { headers: bearer(token) });
    expect(await isConnected()).toEqual([true]);
    phone.socket.close();

    await expect.poll(isConnected).toEqual([false]);
    await expect.poll(() => events(kiosk)).toEqual([{ type: 'devices.changed' }, { type: 'devices.changed' }]);
  });

  it('is closed at once for a phone that is forgotten', async () => {
    const running = await runServers();
    const { deviceId, token } = await pairPhone(running);
    const phone = await listen(running, 'phones', { headers: bearer(token) });

    await kioskClient(running).call('revokeDevice', { id: deviceId });

    expect(await phone.closed).toBe(4401);
    expect(await knock(running, 'phones', { headers: bearer(token) })).toBe(401);
  });

  it('is refused to strangers, other pages and other names', async () => {
    const running = await runServers();
    const { servers, kioskUrl, kioskToken } = running;
    const token = bearer(kioskToken.value);
    const cookie = { cookie: `carputer_kiosk_${String(servers.port)}=${kioskToken.cookie}` };
    const ask = (headers: Record<string, string>): Promise<number> => knock(running, 'kiosk', { headers });

    expect(await ask({})).toBe(401);
    expect(await ask(bearer('rubbish'))).toBe(401);
    expect(await ask({ ...token, host: 'evil.example' })).toBe(421);
    expect(await ask({ ...token, origin: 'http://evil.example' })).toBe(403);
    expect(await ask({ ...token, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await ask({ ...cookie, origin: 'http://evil.example' })).toBe(403);
    expect(await ask(cookie)).toBe(403);
    expect(await ask({ ...cookie, origin: kioskUrl })).toBe(101);
    expect(await ask(token)).toBe(101);
    expect(await knock(running, 'kiosk', { headers: token }, '/api/v1/other')).toBe(404);
    expect(await knock(running, 'kiosk', { headers: token }, '/api/v1/events?token=x')).toBe(404);
  });

  it('opens twelve times for one address and not more, until one goes', async () => {
    const running = await runServers();
    const { token } = await pairPhone(running);
    const options = { headers: bearer(token) };
    const screens = await Promise.all(Array.from({ length: 12 }, () => listen(running, 'phones', options)));

    expect(await knock(running, 'phones', options)).toBe(429);
    screens[0]?.socket.close();

    await expect.poll(() => knock(running, 'phones', options)).toBe(101);
  });

  it('ends with the service', async () => {
    const running = await runServers();
    const screen = await listen(running, 'kiosk', kioskHeaders(running));

    await running.servers.stop();

    expect(await screen.closed).toBe(1001);
  });

  it('closes rather than sending a snapshot that does not fit', async () => {
    const running = await runServers({ snapshot: () => ({ ...emptySnapshot, zones: [{ ...zone, positionMs: 0.5 }] }) });
    const socket = new WebSocket(addressOf(running, 'kiosk'), kioskHeaders(running));

    expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(1011);
  });
});

describe('rubbish on the event socket', () => {
  it('as text is ignored', async () => {
    const running = await runServers();
    const screen = await listen(running, 'kiosk', kioskHeaders(running));

    for (const text of ['', '{', 'null', '{"type":"hello"}', '\u{0}\u{1F480}', 'x'.repeat(4_000)])
      screen.socket.send(text);
    running.events.publish({ type: 'favourites.changed' });

    await expect.poll(() => events(screen)).toEqual([{ type: 'favourites.changed' }]);
  });

  it.each([
    ['a binary frame', 1003, (socket: WebSocket) => socket.send(Buffer.from([1, 2, 3]))],
    ['a frame that is too large', 1009, (socket: WebSocket) => socket.send('x'.repeat(5_000))],
    [
      'a flood of frames',
      1006,
      (socket: WebSocket) => {
        for (let sent = 0; sent < 200; sent += 1) socket.send('x');
      },
    ],
  ])('closes the socket of %s, and no other', async (_what, status, misbehave) => {
    const running = await runServers();
    const bad = await listen(running, 'kiosk', kioskHeaders(running));
    const good = await listen(running, 'kiosk', kioskHeaders(running));

    misbehave(bad.socket);
    expect(await bad.closed).toBe(status);
    running.events.publish({ type: 'favourites.changed' });

    await expect.poll(() => events(good)).toEqual([{ type: 'favourites.changed' }]);
  });

  it('below the frames closes the connection only', async () => {
    const running = await runServers();
    const { socket } = await upgradeBare(running);

    socket.write(Buffer.from('ffffffffffffffffffffffff', 'hex'));
    await new Promise((resolve) => socket.once('close', resolve));

    await expect(kioskClient(running).call('health', {})).resolves.toMatchObject({ status: 'ok' });
  });
});

describe('a slow reader', () => {
  it('gets the newest state of each zone, and nobody waits for it', { timeout: 20_000 }, async () => {
    const running = await runServers();
    const fast = await listen(running, 'kiosk', kioskHeaders(running));
    const slow = await listen(running, 'kiosk', kioskHeaders(running));
    slow.socket.pause();

    const last = 4_000;
    const problem = 'x'.repeat(4_000);
    for (let positionMs = 1; positionMs <= last; positionMs += 1) {
      for (const id of [zoneId.parse('front'), zoneId.parse('rear')]) {
        running.events.publish({ type: 'zone.changed', zone: { ...zone, id, positionMs, problem } });
      }
      if (positionMs % 20 === 0) await wait(1);
    }
    await expect.poll(() => positionsOf(fast).get('rear'), { timeout: 8_000 }).toBe(last);
    slow.socket.resume();

    await expect
      .poll(() => positionsOf(slow), { timeout: 8_000 })
      .toEqual(
        new Map([
          ['front', last],
          ['rear', last],
        ]),
      );
    expect(slow.messages.length).toBeLessThan(2 * last);
  });
});

function positionsOf(screen: EventListener): Map<string, number> {
  const changed = events(screen).filter((event) => event.type === 'zone.changed');
  return new Map(changed.map((event) => [event.zone.id, event.zone.positionMs]));
}

async function upgradeBare(running: RunningServers): Promise<{ socket: Socket }> {
  const { port } = running.servers;
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  const lines = [
    'GET /api/v1/events HTTP/1.1',
    `Host: 127.0.0.1:${String(port)}`,
    `Authorization: Bearer ${running.kioskToken.value}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  await new Promise((resolve) => socket.once('data', resolve));
  return { socket };
}
