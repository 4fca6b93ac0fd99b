import { hostname } from 'node:os';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { errorCode, send } from '#test/contract/support/http';
import { pairPhone } from '#test/contract/support/requests';
import { leapingClock, runServers, type RunningServers } from '#test/contract/support/running-servers';
import { zone } from '#test/contract/support/samples';

let running: RunningServers;
let changes = 0;
let phoneToken: string;

beforeAll(async () => {
  running = await runServers({
    isKept: true,
    clock: leapingClock(),
    features: {
      stop: () => {
        changes += 1;
        return zone;
      },
    },
  });
  phoneToken = (await pairPhone(running)).token;
});
afterAll(() => running.stop());
beforeEach(() => {
  changes = 0;
});

/** Asks for a change with the cookie, as a browser would send it along. */
async function ask(listener: 'kiosk' | 'phones', headers: Record<string, string>): Promise<unknown> {
  const { servers, kioskToken, kioskUrl, phonesUrl } = running;
  const isKiosk = listener === 'kiosk';
  const port = isKiosk ? servers.port : servers.remotePort;
  const cookie = `carputer_${listener}_${String(port)}=${isKiosk ? kioskToken.cookie : phoneToken}`;
  const url = `${isKiosk ? kioskUrl : phonesUrl}/api/v1/zones/front/stop`;
  const sent: Record<string, string> = { cookie };
  for (const [name, value] of Object.entries(headers)) sent[name] = value.replaceAll('PORT', String(port));
  const answer = await send(url, { method: 'POST', headers: sent });
  return answer.status === 200 ? 'ok' : errorCode(answer);
}

describe.each(['kiosk', 'phones'] as const)('the listener of %s', (listener) => {
  const misdirected: readonly string[] = [
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.0.0.1:PORT.evil.example',
    '127.0.0.1.evil.example:PORT',
    'localhost:PORT@evil.example',
    'user@127.0.0.1:PORT',
    '[::1]:PORT',
    '10.9.8.7:PORT',
    ' ',
  ];

  it.each(misdirected)('does not answer as host %j', async (host) => {
    expect(await ask(listener, { host })).toBe('misdirected');
    expect(changes).toBe(0);
  });

  it.each([
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: 'https://127.0.0.1:PORT' },
    { origin: 'http://127.0.0.1' },
    { origin: 'http://127.0.0.1:1' },
    { origin: 'http://localhost:PORT' },
    { origin: 'http://127.0.0.1:PORT.evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'http://127.0.0.1:PORT', 'sec-fetch-site': 'cross-site' },
  ])('changes nothing for a page that sends %j', async (headers) => {
    expect(await ask(listener, headers as Record<string, string>)).toBe('forbidden');
    expect(changes).toBe(0);
  });

  it.each([
    {},
    { 'sec-fetch-site': 'none' },
    { origin: 'http://127.0.0.1:PORT' },
    { origin: 'http://127.0.0.1:PORT', 'sec-fetch-site': 'same-origin' },
  ])('lets its own page and scripts through: %j', async (headers) => {
    expect(await ask(listener, headers as Record<string, string>)).toBe('ok');
    expect(changes).toBe(1);
  });
});

it('answers on the phones’ listener under the names of the machine, and not on the touchscreen’s', async () => {
  const names = [hostname(), `${hostname()}.local`, 'car.local', 'CAR.local'].map((name) => `${name}:PORT`);

  expect(await Promise.all(names.map((host) => ask('phones', { host })))).toEqual(names.map(() => 'ok'));
  expect(await Promise.all(names.map((host) => ask('kiosk', { host })))).toEqual(names.map(() => 'misdirected'));
});

it('answers on the touchscreen’s listener as localhost too', async () => {
  expect(await ask('kiosk', { host: 'localhost:PORT' })).toBe('ok');
});

it('never opens itself to other origins', async () => {
  const answer = await send(`${running.kioskUrl}/api/v1/health`, {
    headers: { origin: running.kioskUrl, 'access-control-request-method': 'POST' },
  });

  expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
});
