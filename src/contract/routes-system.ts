import { z } from 'zod';

import { about } from '#contract/entities/about';
import { device, devicePatch, pairingWindow } from '#contract/entities/device';
import { deviceId } from '#contract/entities/ids';
import { notice } from '#contract/entities/notice';
import { settingsPatch, settingsView } from '#contract/entities/settings';
import { LOG_PATH } from '#contract/log-path';
import type { Route } from '#contract/route';

export const systemRoutes = {
  health: {
    method: 'get',
    path: '/api/v1/health',
    access: 'public',
    summary: 'Is the service alive',
    request: z.strictObject({}),
    response: z.object({ status: z.literal('ok'), version: z.string(), uptimeMs: z.number().int() }),
  },
  getOpenapi: {
    method: 'get',
    path: '/api/v1/openapi.json',
    access: 'local',
    summary: 'This description',
    request: z.strictObject({}),
    response: z.record(z.string(), z.unknown()),
  },
  openSession: {
    method: 'post',
    path: '/api/v1/session',
    access: 'local',
    summary: 'Exchange the token of the touchscreen for a cookie',
    request: z.strictObject({ token: z.string().max(200) }),
    response: z.object({ isOpen: z.literal(true) }),
  },
  getSession: {
    method: 'get',
    path: '/api/v1/session',
    access: 'paired',
    summary: 'Who this client is, and whether it may change what owners may',
    request: z.strictObject({}),
    response: z.object({ role: z.enum(['kiosk', 'phone']), name: z.string(), isOwner: z.boolean() }),
  },
  getAbout: {
    method: 'get',
    path: '/api/v1/about',
    access: 'kiosk',
    summary: 'Versions, room on the card, how long it has run',
    request: z.strictObject({}),
    response: about,
  },
  getLog: {
    method: 'get',
    path: LOG_PATH,
    access: 'kiosk',
    summary: 'The last part of the log of this run, one JSON object per line, without tokens, keys and codes',
    request: z.strictObject({}),
    response: z.unknown(),
    raw: ['text/plain'],
  },
  getSettings: {
    method: 'get',
    path: '/api/v1/settings',
    access: 'kiosk',
    summary: 'What Set-up shows',
    request: z.strictObject({}),
    response: settingsView,
  },
  changeSettings: {
    method: 'patch',
    path: '/api/v1/settings',
    access: 'kiosk',
    summary: 'Change some settings',
    request: settingsPatch,
    response: settingsView,
  },
  listNotices: {
    method: 'get',
    path: '/api/v1/notices',
    access: 'paired',
    summary: 'What the driver should know now',
    request: z.strictObject({}),
    response: z.array(notice),
  },
  dismissNotice: {
    method: 'delete',
    path: '/api/v1/notices/:id',
    access: 'paired',
    summary: 'Seen',
    request: z.strictObject({ id: z.string().max(100) }),
    response: z.array(notice),
  },
  listDevices: {
    method: 'get',
    path: '/api/v1/devices',
    access: 'kiosk',
    summary: 'Paired phones',
    request: z.strictObject({}),
    response: z.array(device),
  },
  updateDevice: {
    method: 'patch',
    path: '/api/v1/devices/:id',
    access: 'kiosk',
    summary:
      'Call a phone otherwise, or say whether it is an owner’s, or a grown-up’s, which no zone for children holds',
    request: devicePatch,
    response: z.array(device),
  },
  revokeDevice: {
    method: 'delete',
    path: '/api/v1/devices/:id',
    access: 'kiosk',
    summary: 'Forget one phone, at once',
    request: z.strictObject({ id: deviceId }),
    response: z.array(device),
  },
  revokeDevices: {
    method: 'delete',
    path: '/api/v1/devices',
    access: 'kiosk',
    summary: 'Forget all phones, at once',
    request: z.strictObject({}),
    response: z.array(device),
  },
  openPairing: {
    method: 'post',
    path: '/api/v1/pairing',
    access: 'kiosk',
    summary: 'Open the window in which a phone can pair',
    request: z.strictObject({}),
    response: pairingWindow,
  },
  closePairing: {
    method: 'delete',
    path: '/api/v1/pairing',
    access: 'kiosk',
    summary: 'Close that window',
    request: z.strictObject({}),
    response: z.object({ isOpen: z.literal(false) }),
  },
  pair: {
    method: 'post',
    path: '/api/v1/pair',
    access: 'visitor',
    summary: 'Exchange the code on the touchscreen for a token of this phone, also set as a cookie',
    request: z.strictObject({ code: z.string().regex(/^\d{6}$/u), name: z.string().trim().min(1).max(40) }),
    response: z.object({ deviceId, token: z.string() }),
  },
} as const satisfies Record<string, Route>;
