import { expect, it } from 'vitest';

import type { Notice } from '#contract/entities/notice';
import { noticesAt } from '#renderer/kiosk/frame/notices-at.ts';

const notice = (code: Notice['code']): Notice => ({
  ...{ id: code, code, level: 'error', message: '' },
  ...{ zoneId: null, volumeId: null, atUptimeMs: 0 },
});

it('leaves it to the network panel to say there that the data is used up', () => {
  const notices = [notice('data_used_up'), notice('disk_full')];
  expect(noticesAt('albums', notices)).toEqual(notices);
  expect(noticesAt('networkData', notices)).toEqual([notices[1]]);
});
