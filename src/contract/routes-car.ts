import { z } from 'zod';

import { driving, drivingReading, drivingSource } from '#contract/entities/driving';
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
} as const satisfies Record<string, Route>;
