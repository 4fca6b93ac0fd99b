import { describe, expect, it } from 'vitest';

import { ApiClient } from '#contract/client';
import { hashOf } from '#server/access/secrets';
import { errorCode, send } from '#test/contract/support/http';
import { bearer, kioskClient, pairPhone } from '#test/contract/support/requests';
import { runServers, type RunningServers } from '#test/contract/support/running-servers';

async function setup(clock?: { uptimeMs(): number }): Promise<{
  running: RunningServers;
  kiosk: ApiClient;
  visitor: ApiClient;
  published: string[];
}> {
  const running = await runServers(clock ? { clock } : {});
  const published: string[] = [];
  running.events.subscribe(({ type }) => published.push(type));
  return { running, kiosk: kioskClient(running), visitor: new ApiClient({ baseUrl: running.phonesUrl }), published };
}

function wrong(code: string): string {
  return code === '000000' ? '000001' : '000000';
}

describe('pairing', () => {
  it('exchanges the code for a token that works, is stored as a hash only, and is told to the touchscreen', async () => {
    const { running, kiosk, published } = await setup();

    const { deviceId, token } = await pairPhone(running, 'Ada’s phone');

    const phone = new ApiClient({ baseUrl: running.phonesUrl, token });
    expect(await phone.call('getSession', {})).toEqual({ role: 'phone', name: 'Ada’s phone', isOwner: false });
    expect(await kiosk.call('listDevices', {})).toEqual([
      { id: deviceId, name: 'Ada’s phone', isOwner: false, isGrownUp: false, isConnected: false },
    ]);
    expect(running.devices.list()).toEqual([
      { id: deviceId, name: 'Ada’s phone', isOwner: false, isGrownUp: false, tokenHash: hashOf(token) },
    ]);
    expect(published).toEqual(['device.paired', 'devices.changed']);
  });

  it('is refused while no window is open, after the window has ended, and once the code was used', async () => {
    let nowMs = 0;
    const { running, kiosk, visitor } = await setup({ uptimeMs: () => nowMs });
    const pair = (code: string): Promise<unknown> => visitor.call('pair', { code, name: 'Phone' });

    await expect(pair('123456')).rejects.toMatchObject({ code: 'pairing_closed' });
    const late = await kiosk.call('openPairing', {});
    nowMs = late.expiresInMs;
    await expect(pair(late.code)).rejects.toMatchObject({ code: 'pairing_closed' });
    const used = await kiosk.call('openPairing', {});
    await pair(used.code);
    await expect(pair(used.code)).rejects.toMatchObject({ code: 'pairing_closed' });
    expect(running.devices.list()).toHaveLength(1);
  });

  it('closes the window when the touchscreen says so', async () => {
    const { kiosk, visitor } = await setup();
    const { code } = await kiosk.call('openPairing', {});

    expect(await kiosk.call('closePairing', {})).toEqual({ isOpen: false });

    await expect(visitor.call('pair', { code, name: 'Phone' })).rejects.toMatchObject({ code: 'pairing_closed' });
  });

  it('gives five tries, then not even the right code counts', async () => {
    const { kiosk, visitor } = await setup();
    const { code } = await kiosk.call('openPairing', {});

    for (const triesLeft of [4, 3, 2, 1, 0]) {
      const attempt = visitor.call('pair', { code: wrong(code), name: 'Guess' });
      await expect(attempt).rejects.toMatchObject({ code: 'wrong_code', details: { triesLeft } });
    }

    await expect(visitor.call('pair', { code, name: 'Phone' })).rejects.toMatchObject({ code: 'pairing_closed' });
  });

  it('opens no window any more after three were spent on guesses, until ten minutes have passed', async () => {
    let nowMs = 0;
    const { running, kiosk } = await setup({ uptimeMs: () => nowMs });
    for (let window = 0; window < 3; window += 1) {
      nowMs += 10_000;
      const { code } = await kiosk.call('openPairing', {});
      const body = JSON.stringify({ code: wrong(code), name: 'Guess' });
      const guess = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
      for (let attempt = 0; attempt < 5; attempt += 1) await send(`${running.phonesUrl}/api/v1/pair`, guess);
    }

    const refused = await send(`${running.kioskUrl}/api/v1/pairing`, {
      method: 'POST',
      headers: bearer(running.kioskToken.value),
    });
    expect([errorCode(refused), refused.headers['retry-after']]).toEqual(['too_many_requests', '580']);
    nowMs += 580_000;
    await expect(kiosk.call('openPairing', {})).resolves.toMatchObject({ expiresInMs: 120_000 });
  });

  it('shows no name that turns the line around', async () => {
    const { running, kiosk } = await setup();

    await pairPhone(running, 'Ada\u202e\u0007 gpj.exe');
    await pairPhone(running, '\u202e');

    expect((await kiosk.call('listDevices', {})).map(({ name }) => name)).toEqual(['Ada gpj.exe', 'Phone']);
  });

  it('takes the place of an earlier pairing when the same phone pairs again', async () => {
    const { running, kiosk } = await setup();
    const first = await pairPhone(running);
    const { code } = await kiosk.call('openPairing', {});

    const again = new ApiClient({ baseUrl: running.phonesUrl, token: first.token });
    const second = await again.call('pair', { code, name: 'Phone' });

    expect((await kiosk.call('listDevices', {})).map(({ id }) => id)).toEqual([second.deviceId]);
  });
});

describe('an owner’s phone', () => {
  it('is one from the moment that Set-up says so until it takes that back', async () => {
    const { running, kiosk } = await setup();
    const { deviceId: id, token } = await pairPhone(running, 'Ada');
    const phone = new ApiClient({ baseUrl: running.phonesUrl, token });
    expect(await phone.call('getSession', {})).toEqual({ role: 'phone', name: 'Ada', isOwner: false });
    await expect(phone.call('connectRouter', {})).rejects.toMatchObject({ code: 'forbidden' });

    expect(await kiosk.call('updateDevice', { id, isOwner: true, name: ' Ada\u202es phone ' })).toMatchObject([
      { id, name: 'Adas phone', isOwner: true },
    ]);
    expect((await phone.call('getSession', {})).isOwner).toBe(true);
    await phone.call('connectRouter', {});
    await expect(phone.call('updateDevice', { id, isOwner: true })).rejects.toMatchObject({ code: 'not_found' });

    await kiosk.call('updateDevice', { id, isOwner: false });
    await expect(phone.call('connectRouter', {})).rejects.toMatchObject({ code: 'forbidden' });
    await expect(kiosk.call('updateDevice', { id: 'phone-0', isOwner: true })).rejects.toMatchObject({
      code: 'device_not_found',
    });
  });
});

describe('forgetting', () => {
  it('takes one phone its rights at once, and leaves the others', async () => {
    const { running, kiosk } = await setup();
    const lost = await pairPhone(running, 'Lost');
    const kept = await pairPhone(running, 'Kept');

    expect(await kiosk.call('revokeDevice', { id: lost.deviceId })).toMatchObject([{ id: kept.deviceId }]);

    const statusOf = async (token: string): Promise<number> =>
      (await send(`${running.phonesUrl}/api/v1/zones`, { headers: bearer(token) })).status;
    expect([await statusOf(lost.token), await statusOf(kept.token)]).toEqual([401, 200]);
  });

  it('knows all phones or none of them, and says so of one that it does not know', async () => {
    const { running, kiosk } = await setup();
    await pairPhone(running);
    await pairPhone(running);

    expect(await kiosk.call('revokeDevices', {})).toEqual([]);

    expect(running.devices.list()).toEqual([]);
    await expect(kiosk.call('revokeDevice', { id: 'phone-0' })).rejects.toMatchObject({ code: 'device_not_found' });
  });
});

describe('cookies', () => {
  it('are given to the touchscreen for its token, and to nobody for another', async () => {
    const { running } = await setup();
    const open = (token: string): ReturnType<typeof send> =>
      send(`${running.kioskUrl}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
      });

    const opened = await open(running.kioskToken.value);
    const [cookie = ''] = opened.headers['set-cookie'] ?? [];
    const refused = await open('rubbish');

    expect(cookie).toMatch(/^carputer_kiosk_\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/u);
    expect(cookie).not.toContain(running.kioskToken.value);
    expect([refused.status, refused.headers['set-cookie']]).toEqual([401, undefined]);
    const [pair = ''] = cookie.split(';');
    const session = await send(`${running.kioskUrl}/api/v1/session`, { headers: { cookie: `theme=night; ${pair}` } });
    expect(JSON.parse(session.text)).toEqual({ role: 'kiosk', name: 'Touchscreen', isOwner: true });
  });

  it('are given to a phone that pairs, for as long as a browser keeps one', async () => {
    const { running, kiosk } = await setup();
    const { code } = await kiosk.call('openPairing', {});

    const paired = await send(`${running.phonesUrl}/api/v1/pair`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, name: 'Phone' }),
    });

    const [cookie = ''] = paired.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^carputer_phones_\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=34560000$/u);
    const [pair = ''] = cookie.split(';');
    expect((await send(`${running.phonesUrl}/api/v1/zones`, { headers: { cookie: pair } })).status).toBe(200);
    expect((await send(`${running.kioskUrl}/api/v1/zones`, { headers: { cookie: pair } })).status).toBe(401);
  });
});
