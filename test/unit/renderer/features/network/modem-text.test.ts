import { describe, expect, it } from 'vitest';

import { plainName, signalDbm } from '#renderer/shared/features/network/modem-text.ts';

const SIGNAL = { atUptimeMs: 1, rssiDbm: -73, rsrpDbm: -101, rsrqDb: null, snrDb: null, percent: null };

describe('the signal of a modem', () => {
  it('goes by one figure wherever it is shown', () => {
    expect(signalDbm({ signal: SIGNAL })).toBe('−73');
  });

  it('goes by the next one where the modem does not tell the first', () => {
    expect(signalDbm({ signal: { ...SIGNAL, rssiDbm: null } })).toBe('−101');
  });

  it('is not known without a measurement', () => {
    expect([signalDbm(undefined), signalDbm({ signal: null })]).toEqual([undefined, undefined]);
  });
});

describe('what tells no signal', () => {
  it('is called by what it is, and a modem is not', () => {
    expect(['tethering', 'hilink', 'qmi'].map((kind) => plainName({ kind }))).toEqual([
      'USB tethering',
      'HiLink stick',
      undefined,
    ]);
  });
});
