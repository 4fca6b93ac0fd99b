import type { OutgoingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { DeviceId } from '#contract/entities/ids';
import { isOnListener, pathParameters, routes, type RouteName } from '#contract/routes';
import { errorCode, sampleCall, send } from '#test/contract/support/http';
import { bearer, kioskClient, pairPhone } from '#test/contract/support/requests';
import { leapingClock, runServers, type RunningServers } from '#test/contract/support/running-servers';

const CALLERS = [
  'nobody',
  'rubbish token',
  'kiosk token',
  'kiosk cookie',
  'paired phone',
  'phone cookie',
  'owner’s phone',
  'revoked phone',
] as const;
type CallerName = (typeof CALLERS)[number];
type Listener = 'kiosk' | 'phones';

const LISTENERS: readonly Listener[] = ['kiosk', 'phones'];
const cases = (Object.keys(routes) as RouteName[]).flatMap((name) =>
  LISTENERS.flatMap((listener) => CALLERS.map((caller) => ({ name, listener, caller }))),
);

type Verdict = 'not_found' | 'method_not_allowed' | 'unauthorised' | 'forbidden' | 'let in';

/** The contract's rule, said once more in other words than the server's. */
function expected(name: RouteName, listener: Listener, caller: CallerName): Verdict {
  const { access } = routes[name];
  if (!isOnListener(access, listener)) return sharesPath(name, listener) ? 'method_not_allowed' : 'not_found';
  if (access === 'public' || access === 'local' || access === 'visitor') return 'let in';
  const role = roleOf(caller, listener);
  if (role === undefined) return 'unauthorised';
  if (access === 'owner' && caller === 'owner’s phone') return 'let in';
  return (access === 'kiosk' || access === 'owner') && role === 'phone' ? 'forbidden' : 'let in';
}

/** A cookie counts on the listener that set it, a token on both. */
function roleOf(caller: CallerName, listener: Listener): 'kiosk' | 'phone' | undefined {
  switch (caller) {
    case 'nobody':
    case 'rubbish token':
    case 'revoked phone':
      return undefined;
    case 'kiosk token':
      return 'kiosk';
    case 'kiosk cookie':
      return listener === 'kiosk' ? 'kiosk' : undefined;
    case 'paired phone':
    case 'owner’s phone':
      return 'phone';
    case 'phone cookie':
      return listener === 'phones' ? 'phone' : undefined;
  }
}

function sharesPath(name: RouteName, listener: Listener): boolean {
  const shape = (path: string): string => pathParameters(path).reduce((text, key) => text.replace(key, ''), path);
  return Object.values(routes).some(
    (other) => shape(other.path) === shape(routes[name].path) && isOnListener(other.access, listener),
  );
}

describe('who may do what', () => {
  let running: RunningServers;
  let headers: Record<CallerName, OutgoingHttpHeaders>;
  let pairedId: DeviceId;
  let ownerId: DeviceId;

  beforeAll(async () => {
    running = await runServers({ isKept: true, clock: leapingClock() });
    headers = await signIn();
  });
  afterAll(() => running.stop());
  beforeEach(async () => {
    // Routes under test forget phones.
    const known = running.devices.list().map(({ id }) => id);
    if (!known.includes(pairedId) || !known.includes(ownerId)) headers = await signIn();
  });

  async function signIn(): Promise<Record<CallerName, OutgoingHttpHeaders>> {
    const { kioskToken, servers } = running;
    const client = kioskClient(running);
    const revoked = await pairPhone(running, 'Revoked');
    await client.call('revokeDevice', { id: revoked.deviceId });
    const paired = await pairPhone(running, 'Paired');
    pairedId = paired.deviceId;
    const owner = await pairPhone(running, 'Owner');
    ownerId = owner.deviceId;
    await client.call('updateDevice', { id: ownerId, isOwner: true });
    const { port, remotePort } = servers;
    return {
      nobody: {},
      'rubbish token': bearer('AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'),
      'kiosk token': bearer(kioskToken.value),
      'kiosk cookie': { cookie: `carputer_kiosk_${String(port)}=${kioskToken.cookie}` },
      'paired phone': bearer(paired.token),
      'phone cookie': { cookie: `carputer_phones_${String(remotePort)}=${paired.token}` },
      'owner’s phone': bearer(owner.token),
      'revoked phone': bearer(revoked.token),
    };
  }

  it.each(cases)('$name on the listener of $listener by $caller', async ({ name, listener, caller }) => {
    const call = sampleCall(name);
    const url = `${listener === 'kiosk' ? running.kioskUrl : running.phonesUrl}${call.path}`;

    const answer = await send(url, { ...call, headers: { ...call.headers, ...headers[caller] } });
    const code = answer.status < 400 ? undefined : errorCode(answer);

    const verdict = expected(name, listener, caller);
    if (verdict !== 'let in') expect(code).toBe(verdict);
    // Its own answer to a token that is not the touchscreen's.
    else if (name === 'openSession') expect(code).toBe('unauthorised');
    else
      expect(['not_found', 'method_not_allowed', 'forbidden', 'unauthorised', 'too_many_requests']).not.toContain(code);
  });
});
