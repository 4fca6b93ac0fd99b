import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { ApiClient, ApiError } from '#contract/client';
import type { ErrorCode } from '#contract/errors';
import { AdmissionController } from '#renderer/remote/admission/admission-controller.svelte.ts';

type Answer = ErrorCode | 'unreachable' | 'ok';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A car that gives these answers in turn, the last one again and again. */
function setup(answers: readonly Answer[], details: Record<string, unknown> = {}) {
  const left = [...answers];
  const client = new ApiClient();
  vi.spyOn(client, 'call').mockImplementation(() => {
    const answer = left.length > 1 ? left.shift() : left[0];
    if (answer === undefined || answer === 'ok') return Promise.resolve({} as never);
    return Promise.reject(new ApiError(answer, 'told by the test', details));
  });
  return new AdmissionController(client);
}

it('lets a phone in that the car knows', async () => {
  const admission = setup(['ok']);
  await admission.check();
  expect(admission.admission).toBe('paired');
});

it('asks a phone to pair that the car does not know', async () => {
  const admission = setup(['unauthorised']);
  await admission.check();
  expect(admission.admission).toBe('visitor');
  expect(admission.wasForgotten).toBe(false);
});

it('asks again while the car does not answer, and keeps what it knew', async () => {
  const admission = setup(['ok', 'unreachable', 'ok']);
  await admission.check();
  await admission.check();
  expect([admission.admission, admission.isReachable]).toEqual(['paired', false]);

  await vi.advanceTimersByTimeAsync(2_000);
  expect([admission.admission, admission.isReachable]).toEqual(['paired', true]);
  admission.stop();
});

it('says so when the car has forgotten the phone', async () => {
  const admission = setup(['ok', 'unauthorised']);
  await admission.check();
  await admission.check();
  expect([admission.admission, admission.wasForgotten]).toEqual(['visitor', true]);
});

it('is in after the right code', async () => {
  const admission = setup(['unauthorised', 'ok']);
  await admission.check();
  await admission.pair('123456', 'Pixel');
  expect(admission.admission).toBe('paired');
});

it.each([
  ['wrong_code', /not the code/u],
  ['pairing_closed', /No code is open/u],
  ['too_many_requests', /Too many tries/u],
  ['unreachable', /does not answer/u],
] as const)('tells in words why pairing failed with %s', async (code, words) => {
  const admission = setup([code]);
  await admission.pair('123456', 'Pixel');
  expect(admission.problem).toMatch(words);
  expect(admission.admission).not.toBe('paired');
});

it('tells how many tries are left when the car says so', async () => {
  const admission = setup(['wrong_code'], { triesLeft: 1 });
  await admission.pair('123456', 'Pixel');
  expect(admission.problem).toMatch(/One more try/u);
});
