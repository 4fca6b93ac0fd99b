import { expect, it } from 'vitest';

import { shiftTimes } from '#network/protocol/shift-times';
import { readWatchLine } from '#network/protocol/watch-line';

const toOurs = () => 1_000;

it('moves every time to the clock of this machine, and nothing else', () => {
  const told = { uptimeMs: 100, heal: { nextAtUptimeMs: 250, attempt: 3 }, modems: [{ signal: { atUptimeMs: 90 } }] };
  expect(shiftTimes(told, 1_000)).toEqual({
    ...{ uptimeMs: 1_100, heal: { nextAtUptimeMs: 1_250, attempt: 3 } },
    modems: [{ signal: { atUptimeMs: 1_090 } }],
  });
});

it('knows lines that make sense, passes those of a newer router over, and names garbage as such', () => {
  expect(readWatchLine('{"type":"beat","uptimeMs":5}', toOurs)).toMatchObject({ type: 'beat' });
  expect(readWatchLine('{"type":"messages","revision":4,"uptimeMs":5}', toOurs)).toMatchObject({ revision: 4 });
  expect(readWatchLine('{"type":"weather","uptimeMs":5}', toOurs)).toEqual({ type: 'other' });
  for (const garbage of [
    '',
    'null',
    '[]',
    '{"type":"beat"}',
    '{"type":"status","uptimeMs":5,"status":{}}',
    'Welcome!',
  ]) {
    expect(readWatchLine(garbage, toOurs), garbage).toBeUndefined();
  }
});

it('does not follow what is nested without an end', () => {
  const deep = `{"uptimeMs":1,"type":"status","status":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`;
  expect(readWatchLine(deep, toOurs)).toBeUndefined();
});
