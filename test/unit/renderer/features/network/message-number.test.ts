import { expect, it } from 'vitest';

import { isNumber, typedNumber } from '#renderer/shared/features/network/message-number.ts';

it('takes a number as people write it, and no name of an operator', () => {
  expect(typedNumber('+44 7700 900-123')).toBe('+447700900123');
  expect(typedNumber('(0171) 123.45/67')).toBe('01711234567');
  for (const wrong of ['', '+', '12', 'EE', '+1234567890123456', '44+7700']) expect(typedNumber(wrong)).toBeUndefined();
  expect([isNumber('72579'), isNumber('EE')]).toEqual([true, false]);
});
