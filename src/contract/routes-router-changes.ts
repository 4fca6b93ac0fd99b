import { z } from 'zod';

import { routerView } from '#contract/entities/router';
import { smsCommands } from '#contract/entities/router-message';
import { modemId } from '#contract/entities/router-modem';
import { pendingChange } from '#contract/entities/router-status';
import { routerUsage } from '#contract/entities/router-usage';
import { ROUTER_LIMIT_MS, ROUTER_SLOW_LIMIT_MS } from '#contract/router-limit';
import type { Route } from '#contract/route';

const nothing = z.strictObject({});
const done = z.object({ isDone: z.literal(true) });
const change = z.object({ change: pendingChange });
const mac = z.string().regex(/^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/u, 'six bytes in lower case, with colons');
const printable = (least: number, most: number) =>
  z.string().regex(new RegExp(`^[\\x20-\\x7e]{${String(least)},${String(most)}}$`, 'u'), 'printable ASCII only');
const phoneNumber = z.string().regex(/^\+?[0-9]{3,15}$/u, '3 to 15 digits, with or without +');
/** As it is shown to whoever is called: only so can it be compared. */
const internationalNumber = z.string().regex(/^\+[1-9][0-9]{6,14}$/u, '+, the country and 5 to 13 digits more');
const ofModem = { modemId: modemId.optional() };
const limitMs = ROUTER_LIMIT_MS;
const shared = { access: 'owner', limitMs } as const;
/** Whose router it is, is decided in the car. */
const trusting = { access: 'kiosk', limitMs } as const;

/** What the router is told, by the touchscreen and by owners' phones. */
export const routerChangeRoutes = {
  confirmRouterKey: {
    ...trusting,
    method: 'put',
    path: '/api/v1/router/host-key',
    summary: 'This fingerprint is that of our router: from now on no other is spoken to',
    request: z.strictObject({ fingerprint: z.string().max(100) }),
    response: routerView,
  },
  forgetRouterKey: {
    ...trusting,
    method: 'delete',
    path: '/api/v1/router/host-key',
    summary: 'The router was replaced: its key is asked for again',
    request: nothing,
    response: routerView,
  },
  enrolRouter: {
    ...trusting,
    method: 'post',
    path: '/api/v1/router/enrol',
    summary: 'The code that the router’s installer printed, once; it never travels',
    request: z.strictObject({ code: z.string().max(40) }),
    response: routerView,
  },
  connectRouter: {
    ...shared,
    method: 'post',
    path: '/api/v1/router/connect',
    summary: 'Go online',
    request: nothing,
    response: done,
  },
  disconnectRouter: {
    ...shared,
    method: 'post',
    path: '/api/v1/router/disconnect',
    summary: 'Go offline, and stay so',
    request: nothing,
    response: done,
  },
  resetModem: {
    ...shared,
    method: 'post',
    path: '/api/v1/router/reset-modem',
    summary: 'Begin again with a modem; its steps are in the log',
    request: z.strictObject({ ...ofModem, how: z.enum(['session', 'radio', 'modem', 'usb']).default('modem') }),
    response: done,
  },
  setApn: {
    ...shared,
    method: 'put',
    path: '/api/v1/router/apn',
    summary: 'Another access point; undone unless it is confirmed within 60 s',
    request: z.strictObject({
      ...ofModem,
      apn: z.string().regex(/^[A-Za-z0-9.-]{1,100}$/u, '1 to 100 letters, digits, dots or dashes'),
      user: printable(0, 64).optional(),
      password: printable(0, 64).optional(),
    }),
    response: change,
  },
  setBands: {
    ...shared,
    method: 'put',
    path: '/api/v1/router/bands',
    summary: 'Which technologies and bands; undone unless it is confirmed within 60 s',
    request: z.strictObject({
      ...ofModem,
      technologies: z
        .array(z.enum(['any', 'gsm', 'umts', 'lte', 'nr5g']))
        .min(1)
        .max(4),
      bands: z
        .array(z.string().regex(/^[a-z0-9-]{1,40}$/u))
        .min(1)
        .max(200),
    }),
    response: change,
  },
  setHotspot: {
    ...shared,
    method: 'put',
    path: '/api/v1/router/hotspot',
    summary: 'Name, key, channel of the WiFi; undone unless it is confirmed within 60 s',
    request: z
      .strictObject({
        ssid: z
          .string()
          .min(1)
          .max(32)
          .regex(/^[^\u0000-\u001f\u007f]+$/u, 'no control characters')
          .optional(),
        key: printable(8, 63).optional(),
        channel: z.number().int().min(1).max(48).optional(),
        isHidden: z.boolean().optional(),
      })
      .refine((wanted) => Object.keys(wanted).length > 0, 'nothing is to be changed'),
    response: change,
  },
  confirmChange: {
    ...shared,
    method: 'post',
    path: '/api/v1/router/confirm',
    summary: 'Keep a change, or undo it at once',
    request: z.strictObject({ changeId: z.string().min(1).max(64), isKept: z.boolean().default(true) }),
    response: z.object({ isKept: z.boolean() }),
  },
  blockClient: {
    ...shared,
    method: 'put',
    path: '/api/v1/router/clients/:mac/block',
    summary: 'Stop a phone’s traffic, or let it go on',
    request: z.strictObject({ mac, isBlocked: z.boolean() }),
    response: z.object({ mac, isBlocked: z.boolean() }),
  },
  nameClient: {
    ...shared,
    method: 'put',
    path: '/api/v1/router/clients/:mac/name',
    summary: 'How a phone is called here',
    request: z.strictObject({ mac, name: z.string().trim().min(1).max(40).nullable() }),
    response: z.object({ mac, name: z.string().nullable() }),
  },
  setCap: {
    ...shared,
    method: 'put',
    path: '/api/v1/router/cap',
    summary: 'How much data, from which day of the month, and what happens at the end',
    request: z.strictObject({
      capBytes: z.number().min(0).nullable().optional(),
      renewalDay: z.number().int().min(1).max(31).optional(),
      action: z.enum(['stop', 'throttle']).optional(),
      usedBytes: z.number().min(0).optional(),
    }),
    response: routerUsage,
  },
  sendMessage: {
    ...shared,
    method: 'post',
    path: '/api/v1/router/messages',
    summary: 'Send a text message; what became of it is in the list',
    request: z.strictObject({ ...ofModem, number: phoneNumber, text: z.string().min(1).max(1_530) }),
    response: z.object({ id: z.string(), parts: z.number().int() }),
  },
  readMessages: {
    ...shared,
    method: 'post',
    path: '/api/v1/router/messages/read',
    summary: 'These have been read',
    request: z.strictObject({ ids: z.array(z.string().min(1).max(64)).min(1).max(500) }),
    response: z.object({ count: z.number().int() }),
  },
  deleteMessages: {
    ...shared,
    method: 'post',
    path: '/api/v1/router/messages/delete',
    summary: 'Take messages away for ever',
    request: z.strictObject({ ids: z.array(z.string().min(1).max(64)).min(1).max(500) }),
    response: z.object({ count: z.number().int() }),
  },
  setSmsCommands: {
    ...shared,
    method: 'put',
    path: '/api/v1/router/sms-commands',
    summary: 'Whether, and from whom, the router takes commands by text message',
    request: z.strictObject({
      isOn: z.boolean().optional(),
      numbers: z.array(internationalNumber).max(8).optional(),
      isKeyRenewed: z.boolean().optional(),
    }),
    response: smsCommands,
  },
  reportPosition: {
    ...trusting,
    method: 'put',
    path: '/api/v1/router/position',
    summary: 'Where the car is, for the answer to the text message `locate`; forgotten when the router restarts',
    request: z.strictObject({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      accuracyM: z.number().min(0).max(100_000).optional(),
    }),
    response: done,
  },
  askOperator: {
    ...shared,
    method: 'post',
    path: '/api/v1/router/ussd',
    summary: 'A code for the operator, such as *100#, and its answer',
    request: z.strictObject({ ...ofModem, code: z.string().regex(/^[*#0-9]{2,20}$/u, 'digits, * and # only') }),
    response: z.object({ text: z.string().max(2_000) }),
    limitMs: ROUTER_SLOW_LIMIT_MS,
  },
  enterPin: {
    ...shared,
    method: 'post',
    path: '/api/v1/router/sim-pin',
    summary: 'Unlock the SIM',
    request: z.strictObject({
      ...ofModem,
      pin: z.string().regex(/^[0-9]{4,8}$/u, '4 to 8 digits'),
      puk: z
        .string()
        .regex(/^[0-9]{8}$/u, '8 digits')
        .optional(),
      isRemembered: z.boolean().optional(),
    }),
    response: done,
    limitMs: ROUTER_SLOW_LIMIT_MS,
  },
  preferModem: {
    ...shared,
    method: 'put',
    path: '/api/v1/router/preferred-modem',
    summary: 'Which of two modems is taken where both work; null for the stronger',
    request: z.strictObject({ modemId: modemId.nullable() }),
    response: done,
  },
  setVpn: {
    ...shared,
    method: 'put',
    path: '/api/v1/router/vpn',
    summary: 'Switch the tunnel on or off',
    request: z.strictObject({ isOn: z.boolean() }),
    response: done,
  },
  rebootRouter: {
    ...shared,
    method: 'post',
    path: '/api/v1/router/reboot',
    summary: 'Restart the router',
    request: nothing,
    response: done,
  },
} as const satisfies Record<string, Route>;
