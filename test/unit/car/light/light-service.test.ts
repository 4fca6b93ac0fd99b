import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { LightService, type LightServiceDeps } from '#car/light/light-service';
import type { SwitchReading } from '#car/ports';
import type { Light } from '#contract/entities/light';
import { silentLogger } from '#kernel/logger';

function setup(isByRoute = false) {
  const told: Light[] = [];
  let turn: (reading: SwitchReading) => void = () => undefined;
  let shine: (lux: number | undefined) => void = () => undefined;
  const headlights: LightServiceDeps['headlights'] = isByRoute
    ? 'route'
    : { start: (listener) => (turn = listener), stop: () => undefined };
  const service = new LightService({
    headlights,
    sensor: {
      input: { start: (listener) => (shine = listener), stop: () => undefined },
      levels: { darkBelowLux: 100, brightAboveLux: 400 },
    },
    events: { publish: (event) => event.type === 'light.changed' && told.push(event.light) },
    logger: silentLogger,
  });
  service.start();
  return { service, told, turn: (reading: SwitchReading) => turn(reading), shine: (lux?: number) => shine(lux) };
}

describe('the light around the car', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is told when it changes, and not when it is said again', () => {
    const { told, turn, shine } = setup();

    turn('on');
    turn('on');
    shine(20);
    shine(300);
    turn('silent');
    shine(500);

    expect(told).toEqual([
      { areHeadlightsOn: true, isDark: null },
      { areHeadlightsOn: true, isDark: true },
      { areHeadlightsOn: null, isDark: true },
      { areHeadlightsOn: null, isDark: false },
    ]);
  });

  it('takes a script’s word for the headlights for a minute', () => {
    const { service } = setup(true);

    service.reportHeadlights({ isOn: true });
    vi.advanceTimersByTime(59_000);
    expect(service.current.areHeadlightsOn).toBe(true);
    service.reportHeadlights({ isOn: true });
    vi.advanceTimersByTime(59_000);
    expect(service.current.areHeadlightsOn).toBe(true);
    vi.advanceTimersByTime(1_000);
    expect(service.current.areHeadlightsOn).toBeNull();
  });

  it('lets no script speak where the settings name an input', () => {
    expect(() => setup().service.reportHeadlights({ isOn: true })).toThrow(
      expect.objectContaining({ code: 'headlights_not_by_route' }),
    );
  });
});
