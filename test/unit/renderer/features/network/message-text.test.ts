import { describe, expect, it } from 'vitest';

import type { RouterMessage } from '#contract/entities/router-message';
import { messageAbout, messageTime } from '#renderer/shared/features/network/message-text.ts';

const NOW = new Date(2026, 5, 12, 18, 42);
const at = (...[year, month, day]: readonly [number, number, number]) => new Date(year, month, day, 9, 5).getTime();
const MESSAGE: RouterMessage = {
  ...{ id: 'm', direction: 'out', number: '+447700900123', text: 'Soon', parts: 1, encoding: 'gsm7', state: 'sent' },
  ...{ reason: null, clockMs: at(2026, 5, 12), sentClockMs: null, modemId: null },
};

describe('a message', () => {
  it('is told with its time, with the day where that is another one', () => {
    expect(messageTime(MESSAGE, NOW)).toBe('09:05');
    expect(messageTime({ ...MESSAGE, clockMs: at(2026, 5, 9) }, NOW)).toBe('9 Jun, 09:05');
    expect(messageTime({ ...MESSAGE, clockMs: at(2025, 11, 24) }, NOW)).toBe('24 Dec 2025, 09:05');
  });

  it('goes by the operator’s time where there is one, and by none where no clock was set', () => {
    expect(messageTime({ sentClockMs: at(2026, 5, 9), clockMs: at(2026, 5, 12) }, NOW)).toBe('9 Jun, 09:05');
    expect(messageTime({ sentClockMs: null, clockMs: null }, NOW)).toBe('');
  });

  it('says why it was not sent', () => {
    const failed = { ...MESSAGE, state: 'failed', reason: 'No modem can send it' } as const;
    expect(messageAbout(failed, NOW)).toBe('09:05 · not sent · No modem can send it');
    expect(messageAbout(MESSAGE, NOW)).toBe('09:05 · sent');
    expect(messageAbout({ ...MESSAGE, direction: 'in', state: 'unread' }, NOW)).toBe('09:05');
  });
});
