import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ApiClient, type ApiError } from '#contract/client';
import { ERROR_STATUS, errorBody } from '#contract/errors';
import { isOnListener, routes, type RouteName } from '#contract/routes';
import type { Logger } from '#kernel/logger';
import { silentLogger } from '#kernel/logger';
import { AppError } from '#kernel/app-error';
import type { FeatureHandlers } from '#server/http-servers';
import { fakeFeatures } from '#test/contract/support/fake-features';
import { send } from '#test/contract/support/http';
import { bearer, kioskClient, pairPhone, sampleRequests } from '#test/contract/support/requests';
import { runServers, type RunningServers } from '#test/contract/support/running-servers';
import { track } from '#test/contract/support/samples';

const names = Object.keys(routes) as RouteName[];
const plainNames = names.filter((name) => !('raw' in routes[name]));

/** What must be so for a route's sample to be accepted. */
async function prepare(running: RunningServers, name: RouteName): Promise<Record<string, unknown>> {
  const client = kioskClient(running);
  if (name === 'openSession') return { token: running.kioskToken.value };
  if (name === 'revokeDevice' || name === 'updateDevice') {
    return { ...sampleRequests[name], id: (await pairPhone(running)).deviceId };
  }
  if (name === 'pair') return { code: (await client.call('openPairing', {})).code, name: 'Phone' };
  return sampleRequests[name];
}

describe('every route', () => {
  let running: RunningServers;
  beforeAll(async () => {
    running = await runServers({ isKept: true });
  });
  afterAll(() => running.stop());

  it.each(plainNames)('%s answers with its schema', async (name) => {
    const request = await prepare(running, name);
    const isForPhones = !isOnListener(routes[name].access, 'kiosk');
    const client = isForPhones ? new ApiClient({ baseUrl: running.phonesUrl }) : kioskClient(running);

    const answer = await client.call(name, request);

    expect(() => routes[name].response.parse(answer)).not.toThrow();
  });

  it('may be answered by methods of a class', async () => {
    class Tracks {
      readonly #track = track;
      getTrack(): typeof track {
        return this.#track;
      }
    }
    const { getTrack: _replaced, ...others } = fakeFeatures();
    const handlers: FeatureHandlers = Object.assign(new Tracks(), others);
    const own = await runServers({ handlers });

    expect(await kioskClient(own).call('getTrack', { id: 'x' })).toEqual(track);
  });

  it('answers 405 with what is allowed where the method is wrong, and 404 where there is nothing', async () => {
    const wrong = await send(`${running.kioskUrl}/api/v1/zones`, { method: 'PUT' });
    const nothing = await send(`${running.kioskUrl}/api/v1/nothing`);

    expect([wrong.status, wrong.headers.allow]).toEqual([405, 'HEAD, GET']);
    expect([nothing.status, errorBody.parse(JSON.parse(nothing.text)).error.code]).toEqual([404, 'not_found']);
  });
});

describe('errors', () => {
  class Broken extends AppError {
    readonly code;
    constructor(code: keyof typeof ERROR_STATUS) {
      super('It is broken', { because: 'test' });
      this.code = code;
    }
  }

  it.each(Object.entries(ERROR_STATUS))('%s is answered with status %i', async (code, status) => {
    const running = await runServers({
      features: {
        getTrack: () => {
          throw new Broken(code as keyof typeof ERROR_STATUS);
        },
      },
    });

    const answer = await send(`${running.kioskUrl}/api/v1/tracks/x`, { headers: bearer(running.kioskToken.value) });

    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toEqual({ error: { code, message: 'It is broken', details: { because: 'test' } } });
  });

  it('keeps what went wrong inside to itself, and logs it', async () => {
    const { logger, logged } = recordingLogger();
    const running = await runServers({
      logger,
      features: {
        getTrack: () => {
          throw new Error('SELECT secret FROM place');
        },
      },
    });

    const answer = await send(`${running.kioskUrl}/api/v1/tracks/x`, { headers: bearer(running.kioskToken.value) });

    expect(answer.status).toBe(500);
    expect(answer.text).not.toMatch(/secret|\.ts:/u);
    expect(JSON.stringify(logged)).toContain('request failed');
  });

  it.each(['SQLITE_IOERR_READ', 'SQLITE_CORRUPT'])('says of %s that the card is to blame', async (code) => {
    const running = await runServers({
      features: {
        getTrack: () => {
          throw Object.assign(new Error('disk I/O error'), { code });
        },
      },
    });

    await expect(kioskClient(running).call('getTrack', { id: 'x' })).rejects.toMatchObject({ code: 'storage_failed' });
  });

  it('answers internal when a handler breaks the contract', async () => {
    const running = await runServers({ features: { getTrack: () => ({ ...track, durationMs: 1.5 }) } });

    await expect(kioskClient(running).call('getTrack', { id: 'x' })).rejects.toMatchObject({ code: 'internal' });
  });

  it('answers timeout when a handler does not end', { timeout: 15_000 }, async () => {
    const running = await runServers({ features: { getTrack: () => new Promise(() => undefined) } });

    const answer = kioskClient(running).call('getTrack', { id: 'x' });

    await expect(answer).rejects.toMatchObject({ code: 'timeout' } satisfies Partial<ApiError>);
  });
});

function recordingLogger(): { logger: Logger; logged: unknown[] } {
  const logged: unknown[] = [];
  const logger: Logger = {
    ...silentLogger,
    error: (_fields, message) => logged.push(message),
    child: () => logger,
  };
  return { logger, logged };
}
