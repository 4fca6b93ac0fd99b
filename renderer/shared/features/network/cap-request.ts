import type { RequestOf } from '#contract/routes';

const GB = 1_000_000_000;
const LAST_DAY = 31;

/** What somebody typed, with a comma or a point: the day of the renewal, or GB that the operator counts. Undefined where it is neither. */
export function capRequest(kind: 'day' | 'used', text: string): RequestOf<'setCap'> | undefined {
  const value = Number(text.replace(',', '.'));
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) return undefined;
  if (kind === 'used') return { usedBytes: Math.round(value * GB) };
  return Number.isInteger(value) && value >= 1 && value <= LAST_DAY ? { renewalDay: value } : undefined;
}
