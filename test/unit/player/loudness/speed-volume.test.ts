import { afterEach, expect, it, vi } from 'vitest';

import { steppedDb, wantedLiftDb } from '#player/loudness/speed-rules';
import { SpeedVolume } from '#player/loudness/speed-volume';
import { ZoneSound } from '#player/zones/zone-sound';
import { FRONT, REAR } from '#test/unit/player/support/zone-rig';

afterEach(() => vi.useRealTimers());

function setup(front = 6) {
  vi.useFakeTimers();
  const car: { speedKmh: number | undefined } = { speedKmh: 0 };
  const zones = [
    { id: FRONT, speedVolumeDb: front },
    { id: REAR, speedVolumeDb: 0 },
  ];
  const lifts: [string, number][] = [];
  const volume = new SpeedVolume({
    zones: () => zones,
    speedKmh: () => car.speedKmh,
    lift: (id, db) => lifts.push([id, db]),
    clock: { uptimeMs: () => Date.now() },
  });
  volume.start();
  const drive = (speedKmh: number | undefined, ms: number) => {
    car.speedKmh = speedKmh;
    vi.advanceTimersByTime(ms);
    return lifts.at(-1)?.[1] ?? 0;
  };
  return { drive, lifts, zones };
}

it('wants nothing in town, all of it on a motorway, and nothing of speeds that cannot be', () => {
  expect([0, 30, 75, 120, 200, 250].map((kmh) => wantedLiftDb(kmh, 6))).toEqual([0, 0, 3, 6, 6, 6]);
  expect([251, -1, Number.NaN, undefined].map((kmh) => wantedLiftDb(kmh, 6))).toEqual([0, 0, 0, 0]);
});

it('moves by 1 dB in a second at the most, either way', () => {
  expect(steppedDb(0, 6, 500)).toBe(0.5);
  expect(steppedDb(5, 0, 2_000)).toBe(3);
  expect(steppedDb(2, 2.1, 1_000)).toBe(2.1);
  expect(steppedDb(2, 6, -1_000)).toBe(2);
});

it('gets louder little by little, and falls back little by little when nobody knows the speed any more', () => {
  const { drive, lifts } = setup();

  expect(drive(130, 3_000)).toBeCloseTo(3, 1);
  expect(drive(130, 30_000)).toBe(6);
  expect(drive(undefined, 2_000)).toBeCloseTo(4, 1);
  expect(drive(undefined, 30_000)).toBe(0);
  expect(lifts.every(([id]) => id === FRONT)).toBe(true);
});

it('falls back when it is switched off on the way', () => {
  const { drive, zones } = setup();
  drive(130, 30_000);

  zones[0] = { id: FRONT, speedVolumeDb: 0 };
  expect(drive(130, 2_000)).toBeCloseTo(4, 1);
  expect(drive(130, 30_000)).toBe(0);
});

it('stays below what the zone is allowed, and what is silent stays silent', () => {
  const sound = new ZoneSound();
  sound.hold(70);
  sound.change({ volumePercent: 60 });
  sound.lift(3);
  expect(sound.output.volumePercent).toBeCloseTo(67.3, 1);
  expect(sound.heard.volumePercent).toBe(60);

  sound.lift(12);
  expect(sound.output.volumePercent).toBe(70);
  sound.change({ isMuted: true });
  expect(sound.output.isMuted).toBe(true);
  sound.change({ isMuted: false, volumePercent: 0 });
  expect(sound.output.volumePercent).toBe(0);
});
