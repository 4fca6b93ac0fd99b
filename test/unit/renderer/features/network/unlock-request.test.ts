import { describe, expect, it } from 'vitest';

import { ApiError } from '#contract/client';
import { unlockRequest } from '#renderer/shared/features/network/unlock-request.ts';
import { errorWords } from '#renderer/shared/i18n/error-words.ts';

describe('what unlocks a SIM', () => {
  it('is the PIN, or the PUK with a new one', () => {
    expect(unlockRequest({ modemId: 'a', pin: '1234' })).toEqual({ modemId: 'a', pin: '1234' });
    const both = { modemId: 'a', pin: '1234', puk: '12345678' };
    expect(unlockRequest(both)).toEqual(both);
  });

  it('costs no try where it cannot be one', () => {
    expect(unlockRequest({ modemId: 'a', pin: '123' })).toBeUndefined();
    expect(unlockRequest({ modemId: 'a', pin: '1234', puk: '1234567' })).toBeUndefined();
  });

  it('says how many tries are left after a wrong one', () => {
    const wrong = (triesLeft: unknown) => errorWords(new ApiError('router_wrong_pin', '', { triesLeft }));
    expect(wrong(2)).toBe('The SIM refuses that number: 2 tries left');
    expect(wrong(null)).toBe('The SIM refuses that number');
  });
});
