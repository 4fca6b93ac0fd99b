import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { ApiClient } from '#contract/client';
import type { RouterView } from '#contract/entities/router';
import { zoneId, type DeviceId } from '#contract/entities/ids';
import type { ServerMessage } from '#contract/events';
import type { RouteName } from '#contract/routes';
import { demoStatus } from '#network/demo/demo-status';
import { demoWorld } from '#network/demo/demo-world';
import { listen, sequenceOf } from '#test/contract/support/event-listener';
import { errorCode, sampleCall, send } from '#test/contract/support/http';
import { bearer, kioskClient, pairPhone } from '#test/contract/support/requests';
import { leapingClock, runServers, type RunningServers } from '#test/contract/support/running-servers';
import { emptySnapshot, router, zone } from '#test/contract/support/samples';

const REAR = zoneId.parse('rear');
const ROUTES = ['listMessages', 'sendMessage', 'readMessages', 'deleteMessages'] as const;
const withUnread: RouterView = { ...router, status: demoStatus(demoWorld(), 0) };
const unread = withUnread.status?.messages;
const NOTHING = { revision: 0, unreadCount: null };

type Who = 'nobody' | 'guest' | 'child' | 'owner' | 'touchscreen';

describe('the car’s text messages', () => {
  let running: RunningServers;
  let ids: Record<'guest' | 'child' | 'owner', DeviceId>;
  let tokens: Record<Exclude<Who, 'nobody'>, string>;

  beforeAll(async () => {
    running = await runServers({
      ...{ isKept: true, clock: leapingClock(), kidZones: () => [REAR] },
      features: { getRouter: () => withUnread },
      snapshot: () => ({ ...emptySnapshot, zones: [zone, { ...zone, id: REAR }], router: withUnread }),
    });
    const [guest, child, owner] = [
      await pairPhone(running, 'Guest'),
      await pairPhone(running, 'Child'),
      await pairPhone(running, 'Owner'),
    ];
    ids = { guest: guest.deviceId, child: child.deviceId, owner: owner.deviceId };
    tokens = {
      ...{ guest: guest.token, child: child.token, owner: owner.token },
      touchscreen: running.kioskToken.value,
    };
    await kioskClient(running).call('updateDevice', { id: ids.guest, isGrownUp: true });
    await setOwner(true);
  });
  afterAll(() => running.stop());

  async function setOwner(isOwner: boolean): Promise<void> {
    await kioskClient(running).call('updateDevice', { id: ids.owner, isOwner });
  }

  async function ask(name: RouteName, who: Who) {
    const call = sampleCall(name);
    const headers = { ...call.headers, ...(who !== 'nobody' && bearer(tokens[who])) };
    return await send(`${running.phonesUrl}${call.path}`, { ...call, headers });
  }

  const hear = (who: Exclude<Who, 'nobody'>) => listen(running, tokens[who]);

  it.each(ROUTES)('%s is for owners and the touchscreen', async (name) => {
    expect(errorCode(await ask(name, 'nobody'))).toBe('unauthorised');
    for (const who of ['guest', 'child'] as const) {
      const answer = await ask(name, who);
      expect([who, answer.status, errorCode(answer)]).toEqual([who, 403, 'forbidden']);
    }
    for (const who of ['owner', 'touchscreen'] as const) expect((await ask(name, who)).status).toBe(200);
  });

  it('are told of when they come to owners and the touchscreen, without a gap in anybody’s count', async () => {
    const all = {
      ...{ guest: await hear('guest'), child: await hear('child') },
      ...{ owner: await hear('owner'), touchscreen: await hear('touchscreen') },
    };
    running.events.publish({ type: 'messages.changed' });
    running.events.publish({ type: 'favourites.changed' });

    for (const who of ['owner', 'touchscreen'] as const)
      await expect.poll(() => typesOf(all[who].messages)).toEqual(['messages.changed', 'favourites.changed']);
    for (const who of ['guest', 'child'] as const) {
      await expect.poll(() => typesOf(all[who].messages)).toEqual(['favourites.changed']);
      expect(all[who].messages.map(sequenceOf)).toEqual([0, 1].map((step) => step + sequenceOf(all[who].messages[0])));
    }
  });

  it('are not even counted for others', async () => {
    const seen = async (who: Exclude<Who, 'nobody'>): Promise<unknown[]> => {
      const client = new ApiClient({ baseUrl: running.phonesUrl, token: tokens[who] });
      const { messages } = await hear(who);
      running.events.publish({ type: 'router.changed', router: withUnread });
      await expect.poll(() => countsOf(messages).length).toBe(2);
      return [(await client.call('getRouter', {})).status?.messages, ...countsOf(messages)];
    };
    expect(unread?.unreadCount).toBe(1);
    for (const who of ['guest', 'child'] as const) expect(await seen(who)).toEqual([NOTHING, NOTHING, NOTHING]);
    for (const who of ['owner', 'touchscreen'] as const) expect(await seen(who)).toEqual([unread, unread, unread]);
  });

  it('are no more a phone’s that ceases to be an owner’s, from then on', async () => {
    const before = await hear('owner');
    await setOwner(false);
    onTestFinished(() => setOwner(true));

    expect(await before.closed).toBe(4401);
    const after = await hear('owner');
    running.events.publish({ type: 'messages.changed' });
    running.events.publish({ type: 'favourites.changed' });
    await expect.poll(() => typesOf(after.messages)).toEqual(['favourites.changed']);
    expect(typesOf(before.messages)).toEqual([]);
    expect((await ask('listMessages', 'owner')).status).toBe(403);
  });
});

function typesOf(messages: readonly ServerMessage[]): string[] {
  const types = messages.flatMap((message) => (message.type === 'event' ? message.event.type : []));
  // The touchscreen hears of phones that come.
  return types.filter((type) => type !== 'devices.changed');
}

/** What each message that shows the router says of them. */
function countsOf(messages: readonly ServerMessage[]): unknown[] {
  return messages.flatMap((message) => {
    if (message.type === 'hello') return [message.snapshot.router.status?.messages];
    if (message.type !== 'event' || message.event.type !== 'router.changed') return [];
    return [message.event.router.status?.messages];
  });
}
