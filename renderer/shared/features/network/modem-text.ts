import { words } from '#renderer/shared/i18n/words.ts';

/** `LTE`, `3G`; undefined while it is not known. */
export function technologyName(technology: string | null | undefined): string | undefined {
  if (technology === null || technology === undefined) return undefined;
  return words.network.technologies[technology] ?? technology.toUpperCase();
}

/** `band 20` for ModemManager's `eutran-20`, else as it is called. */
export function bandName(band: string | null | undefined): string | undefined {
  if (band === null || band === undefined) return undefined;
  return words.network.band(/(?:eutran|ngran)-(\d+)$/u.exec(band)?.[1] ?? band);
}
