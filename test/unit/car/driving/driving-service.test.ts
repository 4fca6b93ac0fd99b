import { afterEach, expect, it, vi } from 'vitest';

import { DrivingService, DrivingSourceUnknown } from '#car/driving/driving-service';
import type { DrivingReading } from '#contract/entities/driving';
import { EventBus } from '#kernel/event-bus';
import { silentLogger } from '#kernel/logger';

afterEach(() => vi.useRealTimers());

const PARKED: DrivingReading = { speedKmh: 0, isHandbrakeOn: true, gear: null };
const DRIVING: DrivingReading = { speedKmh: 50, isHandbrakeOn: null, gear: null };

function setup(...sources: string[]) {
  vi.useFakeTimers();
  const startedMs = Date.now();
  const told: string[] = [];
  const events = new EventBus((error) => {
    throw error;
  });
  events.subscribe((event) => {
    if (event.type === 'driving.changed') told.push(event.driving.state);
  });
  const service = new DrivingService({
    sources,
    events,
    clock: { uptimeMs: () => Date.now() - startedMs },
    logger: silentLogger,
  });
  return { service, told };
}

it('without a source, leaves the screen whole and keeps film from the front', () => {
  const { service } = setup();
  expect(service.current).toEqual({ state: 'unknown', hasSource: false, isRestricted: false, isFilmAllowed: false });
});

it('takes the car for moving until its source has spoken', () => {
  const { service, told } = setup('obd');
  expect(service.current).toEqual({ state: 'unknown', hasSource: true, isRestricted: true, isFilmAllowed: false });

  service.read('obd', PARKED);
  expect(service.current).toEqual({ state: 'parked', hasSource: true, isRestricted: false, isFilmAllowed: true });
  expect(told).toEqual(['parked']);
});

it('tells each change once, a silence of 5 s by itself', async () => {
  const { service, told } = setup('obd');
  service.read('obd', PARKED);
  service.read('obd', PARKED);
  service.read('obd', DRIVING);
  await vi.advanceTimersByTimeAsync(4_999);
  expect(told).toEqual(['parked', 'moving']);
  await vi.advanceTimersByTimeAsync(1);
  expect(told).toEqual(['parked', 'moving', 'unknown']);
  expect(service.current.isRestricted).toBe(true);
});

it('tells those who keep film from the front before the screens, and one that fails hinders nobody', () => {
  const { service, told } = setup('obd');
  const heard: string[] = [];
  service.onChange(() => {
    throw new Error('broken');
  });
  const undo = service.onChange(({ state }) => heard.push(`${state} after ${String(told.length)}`));
  service.read('obd', PARKED);
  undo();
  service.read('obd', DRIVING);
  expect(heard).toEqual(['parked after 0']);
  expect(told).toEqual(['parked', 'moving']);
});

it('says how fast the car is while it knows', async () => {
  const { service } = setup('obd');
  expect(service.speedKmh).toBeUndefined();
  service.read('obd', DRIVING);
  expect(service.speedKmh).toBe(50);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(service.speedKmh).toBeUndefined();
});

it('believes no source that the settings file does not name', () => {
  const { service } = setup('obd');
  expect(() => {
    service.reportDriving({ source: 'stranger', ...PARKED });
  }).toThrow(DrivingSourceUnknown);
  expect(service.current.state).toBe('unknown');
});

it('says nothing more once it is stopped', async () => {
  const { service, told } = setup('obd');
  service.read('obd', PARKED);
  service.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual(['parked']);
});
