import { afterEach, expect, it, vi } from 'vitest';

import { ApiError, type ApiClient } from '#contract/client';
import { signIn } from '#renderer/kiosk/start/sign-in.ts';

function setup(hash: string, error?: ApiError) {
  const calls: [string, unknown][] = [];
  const addresses: string[] = [];
  vi.stubGlobal('location', { hash, pathname: '/kiosk/now', search: '' });
  vi.stubGlobal('history', {
    state: null,
    replaceState: (_s: unknown, _t: string, url: string) => addresses.push(url),
  });
  const client = {
    call(name: string, request: unknown) {
      calls.push([name, request]);
      return error ? Promise.reject(error) : Promise.resolve({});
    },
  } as unknown as ApiClient;
  return { client, calls, addresses };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

it('exchanges the token and takes it out of the address', async () => {
  const { client, calls, addresses } = setup('#SECRET');

  await expect(signIn(client)).resolves.toBe('open');
  expect(calls).toEqual([['openSession', { token: 'SECRET' }]]);
  expect(addresses).toEqual(['/kiosk/now']);
});

it('asks who it is where it has no token', async () => {
  const { client, calls, addresses } = setup('');

  await expect(signIn(client)).resolves.toBe('open');
  expect(calls).toEqual([['getSession', {}]]);
  expect(addresses).toEqual([]);
});

it('keeps the token while the service does not answer', async () => {
  const { client, addresses } = setup('#SECRET', new ApiError('unreachable', 'no'));

  await expect(signIn(client)).resolves.toBe('unreachable');
  expect(addresses).toEqual([]);
});

it('forgets a token that is refused', async () => {
  const { client, addresses } = setup('#WRONG', new ApiError('unauthorised', 'no'));

  await expect(signIn(client)).resolves.toBe('refused');
  expect(addresses).toEqual(['/kiosk/now']);
});
