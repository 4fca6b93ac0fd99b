import { demoUsage } from '#network/demo/demo-status';
import { demoWorld } from '#network/demo/demo-world';
import type { RouterHandlers } from '#network/router-handlers';
import { router } from '#test/contract/support/samples';

/** The router as seen from the server. */
export function fakeRouter(): RouterHandlers {
  const world = demoWorld();
  const done = () => ({ isDone: true as const });
  const change = (kind: 'apn' | 'bands' | 'hotspot') => () => ({
    change: { id: 'c1', kind, expiresAtUptimeMs: 60_000 },
  });
  const commands = () => ({
    ...{ isOn: false, numbers: [], hasKey: false, key: null, counter: 0, accepted: 0 },
    ...{ refusedForged: 0, refusedReplayed: 0, refusedNumber: 0, refusedFlood: 0 },
  });
  return {
    getRouter: () => router,
    getSignalHistory: () => ({ samples: [] }),
    listRouterClients: () => world.clients.map((one) => ({ ...one, address: null, lastSeenUptimeMs: 0, isOwn: false })),
    getRouterUsage: () => demoUsage(world, 0),
    getHotspot: () => ({
      ...{ ...world.hotspot, countryCode: 'GB', isOn: true },
      ...{ interface: 'wlan0', address: '192.168.50.1', clientCount: 3 },
    }),
    listRouterLog: () => world.log,
    listMessages: () => ({ messages: world.messages, isFresh: true }),
    getSmsCommands: commands,
    confirmRouterKey: () => router,
    forgetRouterKey: () => router,
    enrolRouter: () => router,
    connectRouter: done,
    disconnectRouter: done,
    resetModem: done,
    setApn: change('apn'),
    setBands: change('bands'),
    setHotspot: change('hotspot'),
    confirmChange: ({ isKept }) => ({ isKept }),
    blockClient: ({ mac, isBlocked }) => ({ mac, isBlocked }),
    nameClient: ({ mac, name }) => ({ mac, name }),
    setCap: () => demoUsage(world, 0),
    sendMessage: () => ({ id: 'm9', parts: 1 }),
    readMessages: () => ({ count: 1 }),
    deleteMessages: () => ({ count: 1 }),
    setSmsCommands: commands,
    reportPosition: done,
    askOperator: () => ({ text: 'Balance: 12.40' }),
    enterPin: done,
    preferModem: done,
    setVpn: done,
    rebootRouter: done,
  };
}
