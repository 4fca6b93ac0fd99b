import type { SettingsStore } from '#config/ports';
import type { SettingsPatch } from '#contract/entities/settings';
import type { WriteQueue } from '#storage/state/write-queue';

/** What Set-up changed; in memory as on the card. */
export class SettingsRepository implements SettingsStore {
  readonly #writes: WriteQueue;
  #settings: SettingsPatch;

  constructor(settings: SettingsPatch, writes: WriteQueue) {
    this.#settings = settings;
    this.#writes = writes;
  }

  load(): SettingsPatch {
    return this.#settings;
  }

  async save(patch: SettingsPatch): Promise<void> {
    await this.#writes.ask('the settings', { kind: 'settings', patch });
    this.#settings = { ...this.#settings, ...patch };
  }
}
