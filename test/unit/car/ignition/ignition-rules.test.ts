import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  DEBOUNCE_MS,
  ENGINE_RUNNING,
  nextStepAtMs,
  readIgnition,
  stepIgnition,
  type IgnitionAction,
} from '#car/ignition/ignition-rules';

const GRACE_MS = 60_000;

type Said = readonly [atMs: number, reading: 'on' | 'off'];

/** What is done, and when, by a service that asks again whenever something is due. */
function run(said: readonly Said[], untilMs: number, graceMs = GRACE_MS): [number, IgnitionAction][] {
  const done: [number, IgnitionAction][] = [];
  let ignition = ENGINE_RUNNING;
  const pass = (limitMs: number) => {
    for (let at = nextStepAtMs(ignition); at !== undefined && at <= limitMs; at = nextStepAtMs(ignition)) {
      const step = stepIgnition(ignition, at, graceMs);
      ignition = step.ignition;
      if (step.action) done.push([at, step.action]);
    }
  };
  for (const [atMs, reading] of said) {
    pass(atMs);
    ignition = readIgnition(ignition, reading === 'on', atMs);
  }
  pass(untilMs);
  return done;
}

describe('the ignition', () => {
  it('does nothing while it is on', () => {
    expect(run([[0, 'on']], 1_000_000)).toEqual([]);
  });

  it('rests 200 ms after it went off, and leaves at the end of the grace time, once', () => {
    expect(run([[1_000, 'off']], 10_000_000)).toEqual([
      [1_000 + DEBOUNCE_MS, 'rest'],
      [1_000 + DEBOUNCE_MS + GRACE_MS, 'leave'],
    ]);
  });

  it('counts from the first of many readings that say the same', () => {
    expect(
      run(
        [0, 100, 200, 300].map((at): Said => [at, 'off']),
        1_000,
      ),
    ).toEqual([[DEBOUNCE_MS, 'rest']]);
  });

  it('plays on when it comes back within the grace time, and gives a whole one the next time', () => {
    const said: Said[] = [
      [0, 'off'],
      [50_000, 'on'],
      [100_000, 'off'],
    ];
    expect(run(said, 160_199)).toEqual([
      [200, 'rest'],
      [50_200, 'play_on'],
      [100_200, 'rest'],
    ]);
    expect(run(said, 160_200).at(-1)).toEqual([160_200, 'leave']);
  });

  it('waits for a key that is being turned when the grace time ends', () => {
    const said: Said[] = [
      [0, 'off'],
      [60_100, 'on'],
    ];
    expect(run(said, 100_000)).toEqual([
      [200, 'rest'],
      [60_300, 'play_on'],
    ]);
  });

  it('leaves late, but does, when that key was not turned after all', () => {
    const said: Said[] = [
      [0, 'off'],
      [60_100, 'on'],
      [60_250, 'off'],
    ];
    expect(run(said, 100_000).at(-1)?.[1]).toBe('leave');
  });

  it('plays on even while the power-off is under way', () => {
    const said: Said[] = [
      [0, 'off'],
      [70_000, 'on'],
    ];
    expect(run(said, 100_000).map(([, action]) => action)).toEqual(['rest', 'leave', 'play_on']);
  });

  it('never rests by a source that bounces, however long it does', () => {
    const bounces = fc.array(fc.tuple(fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 1, max: 199 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(bounces, (times) => {
        let nowMs = 0;
        const said = times.flatMap(([onMs, offMs]): Said[] => {
          const offAtMs = nowMs + onMs;
          nowMs = offAtMs + offMs;
          return [
            [offAtMs, 'off'],
            [nowMs, 'on'],
          ];
        });
        expect(run(said, nowMs + 1_000_000)).toEqual([]);
      }),
    );
  });
});
