import { createSwitchInput } from '#app/create-switch-input';
import { IioLightSensor } from '#car/adapters/iio-light-sensor';
import { LightService, type LightServiceDeps } from '#car/light/light-service';
import type { LightSettings } from '#config/light-settings';

export interface CreateLightDeps extends Omit<LightServiceDeps, 'headlights' | 'sensor'> {
  readonly settings: LightSettings;
}

export function createLight({ settings: { headlights, sensor }, events, logger }: CreateLightDeps): LightService {
  const own = logger.child({ part: 'light' });
  return new LightService({
    ...{ events, logger: own },
    headlights: headlights.kind === 'route' ? 'route' : createSwitchInput(headlights, own),
    sensor: sensor && { input: new IioLightSensor({ path: sensor.path, logger: own }), levels: sensor },
  });
}
