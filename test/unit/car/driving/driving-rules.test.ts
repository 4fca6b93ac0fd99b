import { describe, expect, it } from 'vitest';

import {
  drivingStateOf,
  nextSignMs,
  noSigns,
  readSigns,
  settleSigns,
  speedOf,
  STALE_MS,
  STANDING_MS,
} from '#car/driving/driving-rules';
import type { DrivingReading } from '#contract/entities/driving';

const SILENT: DrivingReading = { speedKmh: null, isHandbrakeOn: null, gear: null };

/** What sources said one after the other, each at its time; the state at `atMs`. */
function setup(sources: readonly string[], ...said: readonly (readonly [number, string, Partial<DrivingReading>])[]) {
  const signs = said.reduce(
    (before, [atMs, source, reading]) => readSigns(before, source, { ...SILENT, ...reading }, atMs),
    noSigns(sources),
  );
  return {
    signs,
    stateAt: (atMs: number) => drivingStateOf(settleSigns(signs, atMs), atMs),
    speedAt: (atMs: number) => speedOf(signs, atMs),
  };
}

describe('one source', () => {
  const cases: readonly (readonly [string, Partial<DrivingReading>, string])[] = [
    ['drives', { speedKmh: 50 }, 'moving'],
    ['rolls backwards', { speedKmh: 5, gear: 'reverse' }, 'moving'],
    ['stands at a light', { speedKmh: 0, isHandbrakeOn: false, gear: 'drive' }, 'stopped'],
    ['stands, as GPS sees it', { speedKmh: 2.9 }, 'stopped'],
    ['is parked by its handbrake', { speedKmh: 0, isHandbrakeOn: true }, 'parked'],
    ['is parked by its gear', { gear: 'park' }, 'parked'],
    ['only knows that the handbrake is off', { isHandbrakeOn: false }, 'unknown'],
    ['knows nothing', {}, 'unknown'],
    ['drives with the handbrake on', { speedKmh: 30, isHandbrakeOn: true }, 'moving'],
    ['drives in park', { speedKmh: 30, gear: 'park' }, 'moving'],
  ];
  it.each(cases)('that %s', (_what, reading, state) => {
    expect(setup(['obd'], [0, 'obd', reading]).stateAt(0)).toBe(state);
  });

  it('is believed for 5 s, and not a moment longer', () => {
    const { stateAt } = setup(['obd'], [1_000, 'obd', { gear: 'park' }]);
    expect(stateAt(1_000 + STALE_MS - 1)).toBe('parked');
    expect(stateAt(1_000 + STALE_MS)).toBe('unknown');
  });

  it('is unknown before it has said anything', () => {
    expect(setup(['obd']).stateAt(0)).toBe('unknown');
  });
});

describe('several sources', () => {
  it('know nothing while one of them is silent', () => {
    expect(setup(['gps', 'brake'], [0, 'gps', { speedKmh: 0 }]).stateAt(0)).toBe('unknown');
  });

  it('complete each other', () => {
    const said = setup(['gps', 'brake'], [0, 'gps', { speedKmh: 0 }], [10, 'brake', { isHandbrakeOn: true }]);
    expect(said.stateAt(20)).toBe('parked');
  });

  const contradictions: readonly (readonly [string, Partial<DrivingReading>, Partial<DrivingReading>])[] = [
    ['speeds', { speedKmh: 0 }, { speedKmh: 20 }],
    ['handbrakes', { speedKmh: 0, isHandbrakeOn: true }, { isHandbrakeOn: false }],
    ['gears', { speedKmh: 0, gear: 'drive' }, { gear: 'park' }],
    ['a handbrake and a speed', { isHandbrakeOn: true }, { speedKmh: 20 }],
  ];
  it.each(contradictions)('move where they contradict each other in %s', (_what, one, other) => {
    const said = setup(['one', 'other'], [0, 'one', one], [0, 'other', other]);
    expect(said.stateAt(0)).toBe('moving');
    expect(said.speedAt(0)).toBeUndefined();
  });

  it('give their speed only while all of them are heard', () => {
    const said = setup(['gps', 'obd'], [0, 'gps', { speedKmh: 50 }], [1_000, 'obd', { speedKmh: 52 }]);
    expect(said.speedAt(1_000)).toBe(52);
    expect(said.speedAt(STALE_MS)).toBeUndefined();
  });
});

describe('a car that comes to a stop', () => {
  const moved = [0, 'obd', { speedKmh: 30 }] as const;

  it('has stopped when it has stood for a while', () => {
    const { stateAt } = setup(['obd'], moved, [1_000, 'obd', { speedKmh: 0 }], [3_500, 'obd', { speedKmh: 0 }]);
    expect(stateAt(1_000 + STANDING_MS - 1)).toBe('moving');
    expect(stateAt(1_000 + STANDING_MS)).toBe('stopped');
  });

  it('moves on at once when it creeps', () => {
    const { stateAt } = setup(
      ['obd'],
      ...([moved, [1_000, 'obd', { speedKmh: 0 }], [5_000, 'obd', { speedKmh: 0 }]] as const),
      ...([[5_500, 'obd', { speedKmh: 4 }]] as const),
    );
    expect(stateAt(5_500)).toBe('moving');
  });

  it('is parked at once by its handbrake', () => {
    const { stateAt } = setup(['obd'], moved, [1_000, 'obd', { speedKmh: 0, isHandbrakeOn: true }]);
    expect(stateAt(1_000)).toBe('parked');
  });

  it('stands for a while again after a silence', () => {
    const { stateAt } = setup(['obd'], moved, [9_000, 'obd', { speedKmh: 0 }]);
    expect(stateAt(9_000)).toBe('moving');
  });
});

it('has no source: never known, and nothing to wait for', () => {
  const { stateAt, signs } = setup([]);
  expect(stateAt(0)).toBe('unknown');
  expect(nextSignMs(signs, 0)).toBeUndefined();
});

it('says when to look again', () => {
  const { signs } = setup(['obd'], [0, 'obd', { speedKmh: 30 }], [1_000, 'obd', { speedKmh: 0 }]);
  expect(nextSignMs(signs, 1_000)).toBe(1_000 + STANDING_MS);
  expect(nextSignMs(settleSigns(signs, 4_000), 4_000)).toBe(1_000 + STALE_MS);
});
