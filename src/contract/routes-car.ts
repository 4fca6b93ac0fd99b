import { z } from 'zod';

import { driving, drivingReading, drivingSource } from '#contract/entities/driving';
import { light } from '#contract/entities/light';
import type { Route } from '#contract/route';

export const carRoutes = {
  getDriving: {
    method: 'get',
    path: '/api/v1/driving',
    access: 'paired',
    summary: 'Whether the car moves, and what the touchscreen may show now',
    request: z.strictObject({}),
    response: driving,
  },
  reportDriving: {
    method: 'put',
    path: '/api/v1/driving/sources/:source',
    access: 'kiosk',
    summary: 'What one source of the settings file knows now; it says so again at least every 5 s',
    request: drivingReading.extend({ source: drivingSource }),
    response: driving,
  },
  getLight: {
    method: 'get',
    path: '/api/v1/light',
    access: 'paired',
    summary: 'Whether the headlights are on, and whether it is dark: the theme goes by it',
    request: z.strictObject({}),
    response: light,
  },
  reportHeadlights: {
    method: 'put',
    path: '/api/v1/light/headlights',
    access: 'kiosk',
    summary: 'Whether they are on, where the settings file names this route for them; said again at least every 30 s',
    request: z.strictObject({ isOn: z.boolean() }),
    response: light,
  },
} as const satisfies Record<string, Route>;
