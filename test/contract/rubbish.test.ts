import fc from 'fast-check';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { errorBody } from '#contract/errors';
import { pathParameters, routes, type RouteName } from '#contract/routes';
import { errorCode, sampleCall, send, sendBytes, type Sent } from '#test/contract/support/http';
import { bearer, kioskClient, sampleRequests } from '#test/contract/support/requests';
import { leapingClock, runServers, type RunningServers } from '#test/contract/support/running-servers';

const RUNS = 25;

let running: RunningServers;
beforeAll(async () => {
  running = await runServers({ isKept: true, clock: leapingClock() });
});
afterAll(() => running.stop());

function post(path: string, sent: Sent = {}): ReturnType<typeof send> {
  const headers = { 'content-type': 'application/json', ...bearer(running.kioskToken.value), ...sent.headers };
  return send(`${running.kioskUrl}${path}`, { method: 'POST', ...sent, headers });
}

describe('bodies', () => {
  it.each([
    ['no JSON', '{"positionMs":', 'bad_request'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'bad_request'],
    ['an array', '[1]', 'bad_request'],
    ['null', 'null', 'bad_request'],
    ['a string', '"x"', 'bad_request'],
    ['a key that is not known', '{"positionMs":1,"more":1}', 'bad_request'],
    ['a key of the path', '{"positionMs":1,"id":"rear"}', 'bad_request'],
    ['__proto__', '{"positionMs":1,"__proto__":{"isAdmin":true}}', 'bad_request'],
    ['constructor', '{"positionMs":1,"constructor":{"prototype":{}}}', 'bad_request'],
    ['an unsafe number', '{"positionMs":1e308}', 'bad_request'],
    ['too deep a value', `{"positionMs":${'['.repeat(9)}${']'.repeat(9)}}`, 'bad_request'],
    ['a bomb of brackets', '['.repeat(60_000), 'bad_request'],
    ['too much', JSON.stringify({ positionMs: 1, pad: 'x'.repeat(70_000) }), 'payload_too_large'],
  ])('with %s are refused', async (_what, body, code) => {
    expect(errorCode(await post('/api/v1/zones/front/seek', { body }))).toBe(code);
  });

  it('with a key of the prototype are refused at any depth', async () => {
    const zone = '{"id":"front","name":"F","hasVideo":false,"audioDevice":null,"__proto__":{"isAdmin":true}}';

    const answer = await post('/api/v1/settings', { method: 'PATCH', body: `{"zones":[${zone}]}` });

    expect(errorCode(answer)).toBe('bad_request');
  });

  it('say which field is wrong', async () => {
    const answer = await post('/api/v1/zones/front/seek', { body: '{"positionMs":-1}' });

    const { details } = errorBody.parse(JSON.parse(answer.text)).error;
    expect(details['issues']).toEqual([{ path: 'positionMs', message: expect.any(String) as string }]);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=latin1',
    'multipart/form-data',
    '',
  ])('of type %j are refused', async (type) => {
    const answer = await post('/api/v1/zones/front/seek', {
      body: '{"positionMs":1}',
      headers: { 'content-type': type },
    });
    expect(errorCode(answer)).toBe('unsupported_media_type');
  });

  it('that are compressed are refused', async () => {
    const headers = { 'content-encoding': 'gzip' };
    const answer = await post('/api/v1/zones/front/seek', { body: '{"positionMs":1}', headers });

    expect(errorCode(answer)).toBe('unsupported_media_type');
  });

  it('may be larger from the touchscreen than from phones', async () => {
    const body = JSON.stringify({ code: '000000', name: 'x'.repeat(5_000) });
    const headers = { 'content-type': 'application/json' };

    const phone = await send(`${running.phonesUrl}/api/v1/pair`, { method: 'POST', headers, body });
    const kiosk = await send(`${running.kioskUrl}/api/v1/session`, { method: 'POST', headers, body });

    expect([errorCode(phone), errorCode(kiosk)]).toEqual(['payload_too_large', 'bad_request']);
  });
});

describe('addresses', () => {
  it.each([
    '/api/v1/tracks?limit=0',
    '/api/v1/tracks?limit=x',
    '/api/v1/tracks?limit=1&limit=2',
    '/api/v1/tracks?limit[]=1',
    '/api/v1/tracks?offset=-1',
    '/api/v1/tracks?more=1',
    '/api/v1/tracks?__proto__=1',
    '/api/v1/tracks?q=%zz',
    '/api/v1/tracks?q=%ff',
    '/api/v1/tracks/%zz',
    '/api/v1/tracks/%00',
    '/api/v1/tracks/..%2f..%2fsecret',
    `/api/v1/tracks/${'x'.repeat(65)}`,
    '/api/v1/zones?id=front',
  ])('like %s are refused', async (path) => {
    const answer = await send(`${running.kioskUrl}${path}`, { headers: bearer(running.kioskToken.value) });

    expect([answer.status, errorCode(answer)]).toEqual([400, 'bad_request']);
  });

  it.each(['/api/v1/Zones', '/api/v1/zones/', '/api//v1/zones', '/api', '/api/v2/zones', '/api/v1/zones%2f'])(
    'like %s are not found',
    async (path) => {
      const answer = await send(`${running.kioskUrl}${path}`, { headers: bearer(running.kioskToken.value) });
      expect([answer.status, errorCode(answer)]).toEqual([404, 'not_found']);
    },
  );
});

describe('any request', () => {
  const names = (Object.keys(routes) as RouteName[]).filter((name) => name !== 'openSession');

  it.each(names)('to %s is answered, and never with 500', async (name) => {
    const keys = Object.keys(routes[name].request.shape);
    const inPath = new Set(pathParameters(routes[name].path));
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(1e308, -0, '__proto__', "' OR 1=1 --"),
    );
    const request = fc.dictionary(fc.constantFrom(...keys, 'more', '__proto__', 'toString'), value, {
      noNullPrototype: true,
    });

    await fc.assert(
      fc.asyncProperty(request, async (values) => {
        const filled = { ...sampleRequests[name], ...values } as Record<string, unknown>;
        for (const key of inPath)
          filled[key] = typeof filled[key] === 'string' && filled[key] !== '' ? filled[key] : 'x';
        const call = sampleCall(name, asWellFormed(filled));
        const headers = { ...call.headers, ...bearer(running.kioskToken.value) };
        const answer = await send(`${running.kioskUrl}${call.path}`, { ...call, headers });
        expect(answer.status).not.toBe(500);
        if (answer.status >= 400) errorBody.parse(JSON.parse(answer.text));
      }),
      { numRuns: RUNS },
    );
  });
});

/** A lone surrogate has no UTF-8; no client can put one into an address. */
function asWellFormed(values: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(values).map(([key, value]) => [
    key,
    typeof value === 'string' ? value.toWellFormed() : value,
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

describe('what is not HTTP', () => {
  const host = (): string => `Host: 127.0.0.1:${String(running.servers.port)}\r\n`;

  it.each([
    ['text', () => 'hello\r\n\r\n', 400],
    ['TLS', () => Buffer.from('16030100a5010000a10303', 'hex'), 400],
    [
      'another host than in the address',
      () => `GET http://evil.example/ HTTP/1.1\r\n${host()}Connection: close\r\n\r\n`,
      400,
    ],
    ['two hosts', () => `GET / HTTP/1.1\r\n${host()}Host: evil.example\r\nConnection: close\r\n\r\n`, 400],
    ['no host', () => 'GET / HTTP/1.1\r\n\r\n', 400],
    ['HTTP 1.0 without a host', () => 'GET /kiosk HTTP/1.0\r\n\r\n', 421],
    [
      'two lengths',
      () => `POST /api/v1/session HTTP/1.1\r\n${host()}Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}`,
      400,
    ],
    [
      'length and chunks',
      () =>
        `POST /api/v1/session HTTP/1.1\r\n${host()}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    ['a negative length', () => `POST /api/v1/session HTTP/1.1\r\n${host()}Content-Length: -1\r\n\r\n`, 400],
    ['long headers', () => `GET / HTTP/1.1\r\n${host()}X: ${'x'.repeat(9_000)}\r\n\r\n`, 431],
    ['CONNECT', () => `CONNECT evil.example:80 HTTP/1.1\r\n${host()}\r\n`, undefined],
  ])('is refused: %s', async (_what, bytes, status) => {
    const answer = await sendBytes(running.servers.port, bytes());

    if (status === undefined) expect(answer).toBe('');
    else expect(answer.split(' ')[1]).toBe(String(status));
    expect(answer).not.toMatch(/\.ts:|node_modules/u);
  });

  it('leaves the service unharmed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await sendBytes(running.servers.port, Buffer.from(bytes), true);
        await sendBytes(running.servers.port, Buffer.concat([Buffer.from('GET / HTTP/1.1\r\n'), bytes]), true);
      }),
      { numRuns: 100 },
    );

    await expect(kioskClient(running).call('health', {})).resolves.toMatchObject({ status: 'ok' });
  });
});

describe('half-open connections', () => {
  it('of one address take no place of the touchscreen, and are cut', { timeout: 15_000 }, async () => {
    const own = await runServers();
    const sockets = await Promise.all(Array.from({ length: 200 }, () => openHalf(own.servers.remotePort ?? 0)));
    const left = () => sockets.filter((socket) => !socket.destroyed);
    await expect.poll(() => left().length, { timeout: 2_500 }).toBeLessThanOrEqual(24);

    const alive = left();
    await expect(kioskClient(own).call('health', {})).resolves.toMatchObject({ status: 'ok' });

    await expect.poll(() => alive.every((socket) => socket.destroyed), { timeout: 8_000 }).toBe(true);
    await expect(send(`${own.phonesUrl}/now`)).resolves.toMatchObject({ status: 200 });
  });
});

async function openHalf(port: number): Promise<Socket> {
  return await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.resume();
    socket.on('connect', () => {
      socket.write('GET / HTTP/1.1\r\nHost: ');
      resolve(socket);
    });
  });
}

describe('too many requests', () => {
  it('of one address are refused, paired or not, and the touchscreen is still served', async () => {
    const own = await runServers({ clock: { uptimeMs: () => 0 } });
    const statuses = new Map<number, number>();
    for (let batch = 0; batch < 21; batch += 1) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => send(`${own.phonesUrl}/now`)));
      for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }

    expect(Object.fromEntries(statuses)).toEqual({ 200: 400, 429: 20 });
    await expect(kioskClient(own).call('health', {})).resolves.toMatchObject({ status: 'ok' });
  });

  it('of one phone are refused with a time to wait, and another is still heard', async () => {
    const own = await runServers({ clock: { uptimeMs: () => 0 } });
    const client = kioskClient(own);
    const pair = async (): Promise<Record<string, string>> => {
      const { code } = await client.call('openPairing', {});
      const body = JSON.stringify({ code, name: 'Phone' });
      const headers = { 'content-type': 'application/json' };
      const answer = await send(`${own.phonesUrl}/api/v1/pair`, { method: 'POST', headers, body });
      return bearer((JSON.parse(answer.text) as { token: string }).token);
    };
    const [eager, other] = [await pair(), await pair()];

    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => [
        await send(`${own.phonesUrl}/api/v1/zones`, { headers: eager }),
        await send(`${own.phonesUrl}/api/v1/zones`, { headers: eager }),
        await send(`${own.phonesUrl}/api/v1/zones`, { headers: eager }),
      ]),
    );

    const refused = answers.flat().filter(({ status }) => status === 429);
    expect(refused).toHaveLength(20);
    expect(refused[0]?.headers['retry-after']).toBe('1');
    expect((await send(`${own.phonesUrl}/api/v1/zones`, { headers: other })).status).toBe(200);
  });
});
