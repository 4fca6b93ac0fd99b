import { readFile, utimes, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { send, sendBytes, type Answer } from '#test/contract/support/http';
import { bearer, pairPhone } from '#test/contract/support/requests';
import { leapingClock, runServers, type RunningServers } from '#test/contract/support/running-servers';

let running: RunningServers;
let hidesFilm = false;
beforeAll(async () => {
  running = await runServers({ isKept: true, clock: leapingClock(), hidesFilm: () => hidesFilm });
});
afterAll(() => running.stop());

const kiosk = (path: string, headers = {}): Promise<Answer> => send(`${running.kioskUrl}${path}`, { headers });
const phones = (path: string, headers = {}): Promise<Answer> => send(`${running.phonesUrl}${path}`, { headers });

describe('pages', () => {
  it.each(['/kiosk', '/kiosk/library/albums', '/kiosk/albums/a.b'])('are the touchscreen at %s', async (path) => {
    expect((await kiosk(path)).text).toContain('<title>kiosk</title>');
    expect((await phones(path)).status).toBe(404);
  });

  it.each(['/', '/now', '/music/albums/x1'])('are the phone at %s', async (path) => {
    expect((await phones(path)).text).toContain('<title>remote</title>');
    expect((await kiosk(path)).text).not.toContain('<title>remote</title>');
  });

  it('lead from the root of the touchscreen’s listener to the touchscreen', async () => {
    const { status, headers } = await kiosk('/');

    expect([status, headers.location]).toEqual([302, '/kiosk']);
  });

  it.each(['/kiosk.html', '/remote.html', '/KIOSK.HTML', '/assets/', '/assets', '/.git/config', '/missing.png'])(
    'do not stand at %s',
    async (path) => {
      expect([(await kiosk(path)).status, (await phones(path)).status]).toEqual([404, 404]);
    },
  );

  it.each([
    '/assets/../../artwork.webp',
    '/assets/..%2f..%2fartwork.webp',
    '/%2e%2e/artwork.webp',
    '/..%5cartwork.webp',
    '//artwork.webp',
    '/assets/%00.js',
    '/kiosk%2ehtml',
    '/assets/..%2fkiosk.html',
  ])('do not let %s out of their folder', async (path) => {
    const answer = await sendBytes(
      running.servers.remotePort ?? 0,
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${String(running.servers.remotePort)}\r\nConnection: close\r\n\r\n`,
    );

    expect(answer).toMatch(/^HTTP\/1\.1 (?:400|403|404) /u);
    expect(answer).not.toMatch(/a small picture|<title>kiosk/u);
  });

  it('are asked for again, while what they load is kept for good', async () => {
    const page = await kiosk('/kiosk');
    const script = await phones('/assets/kiosk-4f2a.js');

    expect(page.headers['cache-control']).toBe('no-cache');
    expect(page.headers['content-type']).toMatch(/^text\/html/u);
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(script.headers['content-type']).toMatch(/^text\/javascript/u);
    expect((await kiosk('/kiosk', { 'if-none-match': page.headers.etag })).status).toBe(304);
    expect((await phones('/icon.svg')).headers['cache-control']).toBe('public, max-age=0');
  });

  it('take no other method', async () => {
    const answer = await send(`${running.phonesUrl}/now`, { method: 'POST' });

    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  it('say in words that they are not built', async () => {
    const bare = await runServers({ arePagesBuilt: false });

    const answer = await send(`${bare.kioskUrl}/kiosk`);

    expect([answer.status, answer.headers['content-type']]).toEqual([503, 'text/plain; charset=utf-8']);
    expect(answer.text).toContain('npm run build');
  });
});

it.each(['/kiosk', '/assets/kiosk-4f2a.js', '/missing', '/api/v1/health', '/api/v1/nothing'])(
  'sends the security headers with %s',
  async (path) => {
    const { headers } = await kiosk(path);

    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/u);
    expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|http/u);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['permissions-policy']).toContain('geolocation=()');
    expect(headers).not.toHaveProperty('x-powered-by');
  },
);

describe('the log', () => {
  it('is a file to keep for the touchscreen, and for nobody else', async () => {
    const path = '/api/v1/log';

    const { status, text, headers } = await kiosk(path, bearer(running.kioskToken.value));

    expect([status, text]).toEqual([200, '{"msg":"it was quiet"}\n']);
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': 'attachment; filename="carputer.log"',
      'cache-control': 'no-store',
    });
    expect((await kiosk(path)).status).toBe(401);
    expect((await phones(path, bearer((await pairPhone(running)).token))).status).toBe(404);
  });
});

describe('artwork', () => {
  const path = '/api/v1/artwork/artwork-1?size=96';
  const picture = (headers = {}): Promise<Answer> => kiosk(path, { ...bearer(running.kioskToken.value), ...headers });

  it('comes as a picture that browsers keep', async () => {
    const { status, headers, text } = await picture();

    expect([status, text]).toEqual([200, await readFile(running.artworkFile, 'utf8')]);
    expect(headers).toMatchObject({
      'content-type': 'image/webp',
      'content-length': String(text.length),
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
  });

  it('is not sent twice, unless it has changed', async () => {
    const { headers } = await picture();

    const known = await picture({ 'if-none-match': `W/"other", ${headers.etag ?? ''}` });
    expect([known.status, known.text, known.headers.etag]).toEqual([304, '', headers.etag]);

    await writeFile(running.artworkFile, 'another picture');
    await utimes(running.artworkFile, 1, 1);
    expect((await picture({ 'if-none-match': headers.etag })).text).toBe('another picture');
  });

  it('answers HEAD without the picture', async () => {
    const answer = await send(`${running.kioskUrl}${path}`, {
      method: 'HEAD',
      headers: bearer(running.kioskToken.value),
    });

    expect([answer.status, answer.text, answer.headers['content-type']]).toEqual([200, '', 'image/webp']);
  });

  it('that nobody has is not found, and not kept', async () => {
    const answer = await kiosk('/api/v1/artwork/none', bearer(running.kioskToken.value));

    expect([answer.status, answer.headers['cache-control']]).toEqual([404, 'no-store']);
    expect(answer.text).toContain('artwork_not_found');
  });

  it('of a film is not for the touchscreen while the car may move, and is asked for each time', async () => {
    const film = path.replace('artwork-1', 'film-picture');
    const stands = await kiosk(film, bearer(running.kioskToken.value));
    expect([stands.status, stands.headers['cache-control']]).toEqual([200, 'private, no-cache']);

    hidesFilm = true;
    onTestFinished(() => {
      hidesFilm = false;
    });
    const moves = await kiosk(film, {
      ...bearer(running.kioskToken.value),
      'if-none-match': stands.headers.etag ?? '',
    });
    expect([moves.status, moves.text]).toEqual([409, expect.stringContaining('film_while_moving')]);
    expect((await picture()).status).toBe(200);
  });

  it('needs a token', async () => {
    expect((await kiosk(path)).status).toBe(401);
  });
});
