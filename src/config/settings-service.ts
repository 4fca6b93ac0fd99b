import {
  DEFAULT_SETTINGS,
  settings as settingsSchema,
  type Settings,
  type SettingsPatch,
  type SettingsView,
} from '#contract/entities/settings';
import type { HandlersOf } from '#contract/routes';
import { outletWords, sharedOutlet, type AlsaCards } from '#contract/zone-outlets';
import { AppError } from '#kernel/app-error';
import type { EventSink } from '#kernel/event-bus';
import type { SettingsStore } from '#config/ports';

export class SettingLocked extends AppError {
  readonly code = 'setting_locked';
  constructor(keys: readonly string[]) {
    super(`Set in the settings file, not here: ${keys.join(', ')}`, { keys });
  }
}

export class SettingRefused extends AppError {
  readonly code = 'bad_request';
}

/** Two zones would come out of one plug. */
export class OutputTaken extends AppError {
  readonly code = 'output_taken';
}

export interface SettingsServiceDeps {
  readonly store: SettingsStore;
  /** What the settings file holds; it wins over state.db. */
  readonly pinned: Partial<Settings>;
  /** What a phone can open now; none when phones are not let in. */
  readonly phoneAddresses: () => string[];
  /** The sound cards of now: USB cards come and go. */
  readonly alsaCards: () => AlsaCards;
  readonly events: EventSink;
}

type Listener = (settings: Settings) => void;

/** What Set-up shows and changes: file > state.db > default. */
export class SettingsService implements HandlersOf<'getSettings' | 'changeSettings'> {
  readonly #deps: SettingsServiceDeps;
  readonly #listeners = new Set<Listener>();
  #current: Settings = DEFAULT_SETTINGS;

  constructor(deps: SettingsServiceDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#current = { ...DEFAULT_SETTINGS, ...present(this.#deps.store.load()), ...this.#deps.pinned };
  }

  get current(): Settings {
    return this.#current;
  }

  view(): SettingsView {
    return { ...this.#current, locked: Object.keys(this.#deps.pinned), phoneAddresses: this.#deps.phoneAddresses() };
  }

  /** Gives back its undo. */
  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  readonly getSettings = (): SettingsView => this.view();

  readonly changeSettings = async (patch: SettingsPatch): Promise<SettingsView> => {
    const changes = present(patch);
    const locked = Object.keys(changes).filter((key) => key in this.#deps.pinned);
    if (locked.length > 0) throw new SettingLocked(locked);
    const wanted = settingsSchema.parse({ ...this.#current, ...changes });
    refuseOtherZones(this.#current, wanted);
    if (changes.zones) refuseSharedOutlets(wanted, this.#deps.alsaCards());

    await this.#deps.store.save(changes);
    // Another change may have been stored meanwhile.
    const next = settingsSchema.parse({ ...this.#current, ...changes });
    this.#current = next;
    for (const listener of this.#listeners) listener(next);
    this.#deps.events.publish({ type: 'settings.changed', settings: this.view() });
    return this.view();
  };
}

/** Zones come and go with the seats of the car: the settings file names them, Set-up only describes them. */
function refuseOtherZones(before: Settings, after: Settings): void {
  const ids = (settings: Settings) => settings.zones.map(({ id }) => id).join();
  if (ids(before) !== ids(after)) throw new SettingRefused('Zones are added and removed in the settings file only');
}

function refuseSharedOutlets({ zones }: Settings, cards: AlsaCards): void {
  const shared = sharedOutlet(zones, cards);
  if (!shared) return;
  const [one, other] = shared.zones;
  throw new OutputTaken(outletWords(shared), { zoneIds: [one.id, other.id], outlet: shared.outlet });
}

function present(patch: SettingsPatch): Partial<Settings> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}
