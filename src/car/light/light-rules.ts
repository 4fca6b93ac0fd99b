// How bright it is around the car: plain data in, plain data out.

export interface LightLevels {
  /** Below it is dark, above `brightAboveLux` it is not; in between it stays what it was. */
  readonly darkBelowLux: number;
  readonly brightAboveLux: number;
}

/** `before`: null where it was not known. Undefined lux: the sensor cannot say. */
export function darkAfter(before: boolean | null, lux: number | undefined, levels: LightLevels): boolean | null {
  if (lux === undefined || !Number.isFinite(lux)) return null;
  if (lux < levels.darkBelowLux) return true;
  if (lux > levels.brightAboveLux) return false;
  return before ?? lux < (levels.darkBelowLux + levels.brightAboveLux) / 2;
}
