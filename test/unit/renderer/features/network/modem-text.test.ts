import { describe, expect, it } from 'vitest';

import { plainName, signalDbm, triesText } from '#renderer/shared/features/network/modem-text.ts';

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

describe('a SIM that is locked', () => {
  it('is told with the tries that are left, of the PIN and of the PUK', () => {
    expect(triesText({ simState: 'pin', pinTriesLeft: 1 })).toBe('1 try left');
    expect(triesText({ simState: 'puk', pinTriesLeft: 10 })).toBe('10 tries left');
  });

  it('is told without where they are not known, and an open one has none', () => {
    expect(triesText({ simState: 'pin', pinTriesLeft: null })).toBe('');
    expect(triesText({ simState: 'ready', pinTriesLeft: 3 })).toBe('');
  });
});
