import {
  drivingStateOf,
  nextSignMs,
  noSigns,
  readSigns,
  settleSigns,
  speedOf,
  type DrivingSigns,
} from '#car/driving/driving-rules';
import type { Driving, DrivingReading } from '#contract/entities/driving';
import type { HandlersOf, ParsedRequestOf } from '#contract/routes';
import { AppError } from '#kernel/app-error';
import type { Clock } from '#kernel/clock';
import type { EventSink } from '#kernel/event-bus';
import type { Logger } from '#kernel/logger';

export class DrivingSourceUnknown extends AppError {
  readonly code = 'driving_source_unknown';
  constructor(source: string, sources: readonly string[]) {
    super(`The settings file names no driving source ${source}`, { source, sources });
  }
}

export interface DrivingServiceDeps {
  /** Named in the settings file; all of them must speak. */
  readonly sources: readonly string[];
  readonly events: EventSink;
  readonly clock: Clock;
  readonly logger: Logger;
}

type Listener = (driving: Driving) => void;

/** Whether the car moves, and what follows for the screen in front. */
export class DrivingService implements HandlersOf<'getDriving' | 'reportDriving'> {
  readonly #deps: DrivingServiceDeps;
  readonly #logger: Logger;
  readonly #listeners = new Set<Listener>();
  #signs: DrivingSigns;
  /** As it was told last. */
  #current: Driving;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: DrivingServiceDeps) {
    this.#deps = deps;
    this.#logger = deps.logger.child({ part: 'driving' });
    this.#signs = noSigns(deps.sources);
    this.#current = this.#view(this.#signs, deps.clock.uptimeMs());
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** True of this moment, also where a timer is late. */
  get current(): Driving {
    const nowMs = this.#deps.clock.uptimeMs();
    return this.#view(settleSigns(this.#signs, nowMs), nowMs);
  }

  /** Undefined while no source tells, or they disagree. */
  get speedKmh(): number | undefined {
    return speedOf(this.#signs, this.#deps.clock.uptimeMs());
  }

  /** Called after each change of `current`, before the screens hear of it. Gives back its undo. */
  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  read(source: string, reading: DrivingReading): void {
    const { sources, clock } = this.#deps;
    if (!sources.includes(source)) throw new DrivingSourceUnknown(source, sources);
    this.#signs = readSigns(this.#signs, source, reading, clock.uptimeMs());
    this.#settle();
  }

  readonly getDriving = (): Driving => this.current;

  readonly reportDriving = ({ source, ...reading }: ParsedRequestOf<'reportDriving'>): Driving => {
    this.read(source, reading);
    return this.current;
  };

  #settle(): void {
    const nowMs = this.#deps.clock.uptimeMs();
    clearTimeout(this.#timer);
    this.#signs = settleSigns(this.#signs, nowMs);
    const nextMs = nextSignMs(this.#signs, nowMs);
    if (nextMs !== undefined) this.#timer = setTimeout(() => this.#settle(), nextMs - nowMs).unref();

    const next = this.#view(this.#signs, nowMs);
    if (next.state === this.#current.state) return;
    this.#logger.info({ from: this.#current.state, to: next.state }, 'the car');
    this.#current = next;
    for (const listener of this.#listeners) this.#tell(listener, next);
    this.#deps.events.publish({ type: 'driving.changed', driving: next });
  }

  #tell(listener: Listener, driving: Driving): void {
    try {
      listener(driving);
    } catch (error) {
      this.#logger.error({ err: error }, 'not all could be done that the driving state asks for');
    }
  }

  /** Without a source the screen stays whole, and film stays out of the driver's sight all the same. */
  #view(signs: DrivingSigns, nowMs: number): Driving {
    const state = drivingStateOf(signs, nowMs);
    const hasSource = this.#deps.sources.length > 0;
    const mayMove = state === 'moving' || state === 'unknown';
    return { state, hasSource, isRestricted: hasSource && mayMove, isFilmAllowed: hasSource && !mayMove };
  }
}
