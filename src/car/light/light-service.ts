import { darkAfter, type LightLevels } from '#car/light/light-rules';
import type { LightSensor, SwitchInput, SwitchReading } from '#car/ports';
import type { Light } from '#contract/entities/light';
import type { HandlersOf, ParsedRequestOf } from '#contract/routes';
import { AppError } from '#kernel/app-error';
import type { EventSink } from '#kernel/event-bus';
import type { Logger } from '#kernel/logger';

export class HeadlightsNotByRoute extends AppError {
  readonly code = 'headlights_not_by_route';
  constructor() {
    super('The settings file does not say that a script tells of the headlights');
  }
}

export interface LightServiceDeps {
  /** `route`: a script reports them. */
  readonly headlights: SwitchInput | 'route' | undefined;
  readonly sensor: { readonly input: LightSensor; readonly levels: LightLevels } | undefined;
  readonly events: EventSink;
  readonly logger: Logger;
}

/** A script that has said nothing for this long is not believed any more. */
const STALE_MS = 60_000;
const NOTHING_KNOWN: Light = { areHeadlightsOn: null, isDark: null };

/** How bright it is around the car, for the theme of the screens. */
export class LightService implements HandlersOf<'getLight' | 'reportHeadlights'> {
  readonly #deps: LightServiceDeps;
  #current = NOTHING_KNOWN;
  #stale: NodeJS.Timeout | undefined;

  constructor(deps: LightServiceDeps) {
    this.#deps = deps;
  }

  get current(): Light {
    return this.#current;
  }

  start(): void {
    const { headlights, sensor } = this.#deps;
    if (headlights !== 'route') headlights?.start((reading) => this.#change({ areHeadlightsOn: isOn(reading) }));
    sensor?.input.start((lux) => this.#change({ isDark: darkAfter(this.#current.isDark, lux, sensor.levels) }));
  }

  async stop(): Promise<void> {
    const { headlights, sensor } = this.#deps;
    clearTimeout(this.#stale);
    await Promise.all([headlights === 'route' ? undefined : headlights?.stop(), sensor?.input.stop()]);
  }

  readonly getLight = (): Light => this.#current;

  readonly reportHeadlights = ({ isOn: areHeadlightsOn }: ParsedRequestOf<'reportHeadlights'>): Light => {
    if (this.#deps.headlights !== 'route') throw new HeadlightsNotByRoute();
    clearTimeout(this.#stale);
    this.#stale = setTimeout(() => this.#change({ areHeadlightsOn: null }), STALE_MS).unref();
    this.#change({ areHeadlightsOn });
    return this.#current;
  };

  #change(news: Partial<Light>): void {
    const before = this.#current;
    const next = { ...before, ...news };
    if (next.areHeadlightsOn === before.areHeadlightsOn && next.isDark === before.isDark) return;
    this.#current = next;
    this.#deps.logger.info(next, 'the light around the car');
    this.#deps.events.publish({ type: 'light.changed', light: next });
  }
}

function isOn(reading: SwitchReading): boolean | null {
  return reading === 'silent' ? null : reading === 'on';
}
