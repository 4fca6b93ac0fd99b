import { z } from 'zod';

import { routerView } from '#contract/entities/router';
import { routerLogEntry, routerMessage, smsCommands } from '#contract/entities/router-message';
import { signalSample } from '#contract/entities/router-modem';
import { listedClient, routerHotspot, routerUsage } from '#contract/entities/router-usage';
import { ROUTER_LIMIT_MS } from '#contract/router-limit';
import type { Route } from '#contract/route';

const nothing = z.strictObject({});

/** What may be read of the router: nearly all of it by anybody who is admitted, text messages by owners alone. */
export const routerRoutes = {
  getRouter: {
    method: 'get',
    path: '/api/v1/router',
    access: 'paired',
    summary: 'The router as it was heard last, and since when it does not answer',
    request: nothing,
    response: routerView,
  },
  getSignalHistory: {
    method: 'get',
    path: '/api/v1/router/signal-history',
    access: 'paired',
    summary: 'The signal of this drive, oldest first',
    request: nothing,
    response: z.object({ samples: z.array(signalSample) }),
  },
  listRouterClients: {
    method: 'get',
    path: '/api/v1/router/clients',
    access: 'paired',
    summary: 'Phones on the hotspot, and those that have a name or are blocked',
    request: nothing,
    response: z.array(listedClient),
    limitMs: ROUTER_LIMIT_MS,
  },
  getRouterUsage: {
    method: 'get',
    path: '/api/v1/router/usage',
    access: 'paired',
    summary: 'Data used in this period, by day',
    request: nothing,
    response: routerUsage,
    limitMs: ROUTER_LIMIT_MS,
  },
  getHotspot: {
    method: 'get',
    path: '/api/v1/router/hotspot',
    access: 'paired',
    summary: 'The hotspot with its key, for the QR code to join',
    request: nothing,
    response: routerHotspot,
    limitMs: ROUTER_LIMIT_MS,
  },
  listRouterLog: {
    method: 'get',
    path: '/api/v1/router/log',
    access: 'paired',
    summary: 'What the router did to stay online, oldest first',
    request: z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
    response: z.array(routerLogEntry),
    limitMs: ROUTER_LIMIT_MS,
  },
  listMessages: {
    method: 'get',
    path: '/api/v1/router/messages',
    access: 'owner',
    summary: 'Text messages, newest first; those read last where the router does not answer',
    request: nothing,
    response: z.object({ messages: z.array(routerMessage), isFresh: z.boolean() }),
    limitMs: ROUTER_LIMIT_MS,
  },
  getSmsCommands: {
    method: 'get',
    path: '/api/v1/router/sms-commands',
    access: 'owner',
    summary: 'Who may command the router by text message',
    request: nothing,
    response: smsCommands,
    limitMs: ROUTER_LIMIT_MS,
  },
} as const satisfies Record<string, Route>;
