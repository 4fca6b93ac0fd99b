import { describe, expect, it } from 'vitest';

import { capRequest } from '#renderer/shared/features/network/cap-request.ts';

describe('what is typed of the data', () => {
  it('is taken with a comma or a point', () => {
    expect(capRequest('used', '6,2')).toEqual({ usedBytes: 6_200_000_000 });
    expect(capRequest('used', '6.2')).toEqual({ usedBytes: 6_200_000_000 });
    expect(capRequest('limit', '30')).toEqual({ capBytes: 30_000_000_000 });
    expect(capRequest('day', '15')).toEqual({ renewalDay: 15 });
  });

  it('is refused where it is no amount, or no day of a month', () => {
    expect(['', 'x', '-1'].map((text) => capRequest('used', text))).toEqual([undefined, undefined, undefined]);
    expect(['0', '32', '1.5'].map((text) => capRequest('day', text))).toEqual([undefined, undefined, undefined]);
  });
});
