import type { HandlersOf } from '#contract/routes';
import type { routerRoutes } from '#contract/routes-router';
import type { routerChangeRoutes } from '#contract/routes-router-changes';
import type { Logger } from '#kernel/logger';
import { OwnDevice } from '#network/errors';
import type { EnrolmentService } from '#network/enrolment/enrolment-service';
import type { OwnWifi } from '#network/ports';
import type { VerbName } from '#network/protocol/verbs';
import type { RouterService } from '#network/router-service';

export type RouterHandlers = HandlersOf<keyof typeof routerRoutes | keyof typeof routerChangeRoutes>;

export interface RouterHandlersDeps {
  readonly router: RouterService;
  readonly enrolment: EnrolmentService;
  readonly wifi: OwnWifi;
  readonly logger: Logger;
}

/** Routes to verbs: a person's words travel as one JSON object, never as part of a command. */
export function routerHandlers({ router, enrolment, wifi, logger }: RouterHandlersDeps): RouterHandlers {
  const done = async (verb: VerbName, args?: object) => {
    await router.ask(verb, args);
    return { isDone: true as const };
  };
  const isOwn = (mac: string) => wifi.macs().includes(mac.toLowerCase());
  return {
    getRouter: () => router.view,
    getSignalHistory: () => ({ samples: [...router.history] }),
    listRouterClients: async () => {
      const { clients } = await router.ask('clients');
      return clients.map((client) => ({ ...client, isOwn: isOwn(client.mac) }));
    },
    getRouterUsage: () => router.ask('usage'),
    getHotspot: () => router.ask('hotspot'),
    listRouterLog: async ({ limit }) => (await router.ask('log', { limit })).entries,
    listMessages: () => router.messages.list(),
    getSmsCommands: () => router.ask('sms-commands', {}),

    confirmRouterKey: ({ fingerprint }) => enrolment.confirmKey(fingerprint),
    forgetRouterKey: () => enrolment.forgetKey(),
    enrolRouter: ({ code }) => enrolment.enrol(code),

    connectRouter: () => done('connect'),
    disconnectRouter: () => done('disconnect'),
    resetModem: (wanted) => done('reset-modem', present(wanted)),
    setApn: (wanted) => router.ask('set-apn', present(wanted)),
    setBands: (wanted) => router.ask('set-bands', present(wanted)),
    setHotspot: async (wanted) => {
      const before = await router.ask('hotspot');
      const { ssid = before.ssid, key = before.key, isHidden = before.isHidden ?? false } = wanted;
      // This machine may itself be a guest of that WiFi: it must find the new one before the old one goes.
      if (ssid !== null && key !== null) {
        await wifi.prepare({ ssid, key, isHidden }).catch((error: unknown) => {
          logger.warn({ err: error }, 'this machine could not learn the new hotspot beforehand');
        });
      }
      const { change } = await router.ask('set-hotspot', present(wanted));
      router.expectReturn(change.id);
      return { change };
    },
    confirmChange: (wanted) => router.ask('confirm', wanted),
    blockClient: async ({ mac, isBlocked }) => {
      if (isBlocked && isOwn(mac)) throw new OwnDevice(mac);
      return router.ask(isBlocked ? 'block' : 'unblock', { mac });
    },
    nameClient: (wanted) => router.ask('name-client', wanted),
    setCap: (wanted) => router.ask('set-cap', present(wanted)),
    sendMessage: (wanted) => router.ask('sms-send', present(wanted)),
    readMessages: (wanted) => router.ask('sms-read', wanted),
    deleteMessages: (wanted) => router.ask('sms-delete', wanted),
    setSmsCommands: (wanted) => router.ask('sms-commands', present(wanted)),
    reportPosition: (wanted) => done('position', present(wanted)),
    askOperator: (wanted) => router.ask('ussd', present(wanted)),
    enterPin: (wanted) => done('sim-pin', present(wanted)),
    preferModem: (wanted) => done('prefer-modem', wanted),
    setVpn: (wanted) => done('vpn', wanted),
    rebootRouter: () => done('reboot'),
  };
}

/** The router refuses keys that it does not know, and takes one without a value for a wrong one. */
function present(wanted: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}
