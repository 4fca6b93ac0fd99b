import type { SettingsPatch } from '#contract/entities/settings';

/** What Set-up changed, in state.db. */
export interface SettingsStore {
  load(): SettingsPatch;
  /** Resolves when a power cut cannot take it back. */
  save(patch: SettingsPatch): Promise<void> | void;
}
