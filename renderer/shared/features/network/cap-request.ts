import type { RequestOf } from '#contract/routes';

const GB = 1_000_000_000;
const LAST_DAY = 31;
/** The router takes no smaller limit. */
const LEAST_BYTES = 1_000_000;

/** What somebody types of the month's data: a limit, what the operator counts, or the day of the renewal. */
export type CapEntry = 'limit' | 'used' | 'day';

/** From GB or a day, with a comma or a point. Undefined for what is none. */
export function capRequest(entry: CapEntry, text: string): RequestOf<'setCap'> | undefined {
  const value = Number(text.replace(',', '.'));
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) return undefined;
  const bytes = Math.round(value * GB);
  if (entry === 'used') return { usedBytes: bytes };
  if (entry === 'limit') return bytes >= LEAST_BYTES ? { capBytes: bytes } : undefined;
  return Number.isInteger(value) && value >= 1 && value <= LAST_DAY ? { renewalDay: value } : undefined;
}
