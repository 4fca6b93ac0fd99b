import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { ApiClient } from '#contract/client';
import { zoneId } from '#contract/entities/ids';
import { routes, type RouteName } from '#contract/routes';
import { CHILD_RULES, type PhoneRouteName } from '#server/access/child-rules';
import type { FeatureHandlers } from '#server/http-servers';
import { listen, sequenceOf } from '#test/contract/support/event-listener';
import { fakeFeatures } from '#test/contract/support/fake-features';
import { errorCode, sampleCall, send, type Answer } from '#test/contract/support/http';
import { bearer, kioskClient, pairPhone, sampleRequests } from '#test/contract/support/requests';
import { leapingClock, runServers, type RunningServers } from '#test/contract/support/running-servers';
import { emptySnapshot, ids, zone } from '#test/contract/support/samples';

const FRONT = ids.zone;
const REAR = zoneId.parse('rear');
const rear = { ...zone, id: REAR, name: 'Rear', isForKids: true };

const names = Object.keys(CHILD_RULES) as PhoneRouteName[];
const named = (rule: string) => names.filter((name) => CHILD_RULES[name] === rule);

describe('a child’s phone', () => {
  let running: RunningServers;
  let child: string;
  let owner: string;
  let grownUp: string;
  /** What the features were asked for last, as they saw it. */
  let seen: { name: string; request: unknown } | undefined;
  let kidZones = [REAR];

  beforeAll(async () => {
    running = await runServers({
      ...{ isKept: true, clock: leapingClock(), kidZones: () => kidZones },
      handlers: watched(fakeFeatures({ listZones: () => [zone, rear] })),
      isShownIn: (id, picture) => id !== REAR || picture !== ids.artwork,
      snapshot: () => ({ ...emptySnapshot, zones: [zone, rear] }),
    });
    const kiosk = kioskClient(running);
    child = (await pairPhone(running, 'Child')).token;
    const others = [await pairPhone(running, 'Owner'), await pairPhone(running, 'Guest')] as const;
    await kiosk.call('updateDevice', { id: others[0].deviceId, isOwner: true });
    await kiosk.call('updateDevice', { id: others[1].deviceId, isGrownUp: true });
    [owner, grownUp] = [others[0].token, others[1].token];
  });
  afterAll(() => running.stop());

  function watched(features: FeatureHandlers): FeatureHandlers {
    return new Proxy(features, {
      get: (target, name: RouteName) => (request: never) => {
        seen = { name, request };
        const handler: unknown = Reflect.get(target, name);
        return typeof handler === 'function' ? (Reflect.apply(handler, target, [request]) as unknown) : undefined;
      },
    });
  }

  /** A sample request of the route, changed; `id` stands in the path. */
  async function ask(name: RouteName, token: string, change: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    seen = undefined;
    const call = sampleCall(name, { ...sampleRequests[name], ...change });
    return await send(`${running.phonesUrl}${call.path}`, { ...call, headers: { ...call.headers, ...bearer(token) } });
  }

  it('has a rule for every route that phones may call', () => {
    expect(names.toSorted()).toEqual(
      (Object.keys(routes) as RouteName[]).filter((name) => routes[name].access === 'paired').toSorted(),
    );
    for (const name of names) {
      const { shape } = routes[name].request;
      // Whatever names something of the sticks can be told the zone, and nothing of a zone is open.
      expect({ name, canBeTold: 'zoneId' in shape }).toEqual({ name, canBeTold: CHILD_RULES[name] === 'view' });
      const isOfZone = routes[name].path.startsWith('/api/v1/zones/');
      expect({ name, isOfZone }).toEqual({ name, isOfZone: CHILD_RULES[name] === 'zone' });
    }
  });

  it.each(named('view').filter((name) => name !== 'getArtwork'))(
    '%s shows it what the zone for children may play, whatever zone it names, or none',
    async (name) => {
      for (const change of [{}, { zoneId: FRONT }, { zoneId: REAR }]) {
        expect((await ask(name, child, change)).status).toBe(200);
        expect(seen).toMatchObject({ name, request: { zoneId: REAR } });
      }
      for (const token of [owner, grownUp]) {
        await ask(name, token);
        expect(seen?.request).not.toHaveProperty('zoneId');
        await ask(name, token, { zoneId: FRONT });
        expect(seen?.request).toHaveProperty('zoneId', FRONT);
      }
    },
  );

  it.each(named('zone'))('%s is there for its own zone alone', async (name) => {
    const isSend = name === 'send';
    const there = { id: REAR, ...(isSend && { toZoneId: REAR }) };
    expect((await ask(name, child, there)).status).toBe(200);
    expect(seen).toMatchObject({ name, request: there });

    const others = [{ ...there, id: FRONT }, ...(isSend ? [{ ...there, toZoneId: FRONT }] : [])];
    for (const other of others) {
      expect(errorCode(await ask(name, child, other))).toBe('zone_not_found');
      expect(seen).toBeUndefined();
      for (const token of [owner, grownUp]) expect((await ask(name, token, other)).status).toBe(200);
    }
  });

  it.each(named('closed'))('%s is for grown-ups', async (name) => {
    expect(errorCode(await ask(name, child))).toBe('forbidden');
    expect(seen).toBeUndefined();
    for (const token of [owner, grownUp]) expect((await ask(name, token)).status).toBe(200);
  });

  it.each(named('open'))('%s is as for all', async (name) => {
    expect((await ask(name, child)).status).toBe(200);
  });

  it('gets no picture of what it may not play, and no other zone in the list', async () => {
    expect(errorCode(await ask('getArtwork', child))).toBe('artwork_not_found');
    expect(errorCode(await ask('getArtwork', child, { zoneId: FRONT }))).toBe('artwork_not_found');
    expect((await ask('getArtwork', owner)).status).toBe(200);

    const zonesOf = async (token: string) =>
      (await new ApiClient({ baseUrl: running.phonesUrl, token }).call('listZones', {})).map(({ id }) => id);
    expect(await zonesOf(child)).toEqual([REAR]);
    expect(await zonesOf(owner)).toEqual([FRONT, REAR]);
    expect(await zonesOf(running.kioskToken.value)).toEqual([FRONT, REAR]);
  });

  it('hears of its own zone alone on the event socket, without a gap, and comes back when that changes', async () => {
    const phone = await listen(running, child);
    const adult = await listen(running, grownUp);
    running.events.publish({ type: 'zone.changed', zone });
    running.events.publish({ type: 'queue.changed', zoneId: FRONT });
    running.events.publish({ type: 'zone.changed', zone: rear });

    await expect.poll(() => adult.messages.length).toBe(4);
    await expect.poll(() => phone.messages.length).toBe(2);
    const [hello, event] = phone.messages;
    expect(hello).toMatchObject({ type: 'hello', snapshot: { zones: [{ id: REAR }] } });
    expect(event).toMatchObject({ type: 'event', event: { type: 'zone.changed', zone: { id: REAR } } });
    expect(sequenceOf(event) - sequenceOf(hello)).toBe(1);

    kidZones = [];
    onTestFinished(() => void (kidZones = [REAR]));
    running.events.publish({ type: 'zone.changed', zone });
    expect(await phone.closed).toBe(1001);
    expect((await listen(running, child)).messages[0]).toMatchObject({
      snapshot: { zones: [{ id: FRONT }, { id: REAR }] },
    });
    expect((await ask('getTrack', child)).status).toBe(200);
    expect(seen?.request).not.toHaveProperty('zoneId');
  });
});
