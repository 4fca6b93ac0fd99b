import { language } from '#renderer/shared/i18n/language.svelte.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** `3:07`, `1:02:09`; never negative. */
export function formatTime(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0
    ? `${String(hours)}:${two(minutes)}:${two(seconds % 60)}`
    : `${String(minutes)}:${two(seconds % 60)}`;
}

/** How long something is, for a glance: `43 min`, `1 h 43`, `50 s`. */
export function formatLength(durationMs: number): string {
  if (durationMs < MINUTE_MS) return `${String(Math.round(durationMs / 1000))} s`;
  if (durationMs < HOUR_MS) return `${String(Math.round(durationMs / MINUTE_MS))} min`;
  const minutes = Math.round((durationMs % HOUR_MS) / MINUTE_MS);
  const hours = Math.floor(durationMs / HOUR_MS) + (minutes === 60 ? 1 : 0);
  return minutes % 60 === 0 ? `${String(hours)} h` : `${String(hours)} h ${String(minutes)}`;
}

/** `18:42`, by the machine's clock. */
export function formatClock(date: Date): string {
  return new Intl.DateTimeFormat(language.locale, { hour: '2-digit', minute: '2-digit', hour12: false }).format(date);
}

/** `5.2 s`, `3 min`: how long a scan took. */
export function formatSeconds(durationMs: number): string {
  if (durationMs >= 10_000) return formatLength(durationMs);
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return `${new Intl.NumberFormat(language.locale, digits).format(durationMs / 1000)} s`;
}

/** Joins what is there with a middle dot; words written from the right stay apart from figures beside them. */
export function joinWithDots(parts: readonly (string | number | null | undefined)[]): string {
  return parts
    .filter((part) => part !== null && part !== undefined && part !== '')
    .map((part) => isolated(String(part)))
    .join(' · ');
}

/** Hebrew to Thaana and their presentation forms, and the marks that turn the direction. */
const FROM_THE_RIGHT = /[\u0590-\u08FF\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFF]/u;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

function isolated(part: string): string {
  return FROM_THE_RIGHT.test(part) ? `${FIRST_STRONG_ISOLATE}${part}${POP_ISOLATE}` : part;
}

/** `1,234`, `1.234`. */
export function formatCount(count: number): string {
  return new Intl.NumberFormat(language.locale).format(count);
}

/** `40%`, `40 %`. */
export function formatPercent(percent: number): string {
  return new Intl.NumberFormat(language.locale, { style: 'percent', maximumFractionDigits: 0 }).format(percent / 100);
}

/** `+3 dB`, `−6 dB`, `0 dB`. */
export function formatDecibels(db: number): string {
  const number = new Intl.NumberFormat(language.locale, { signDisplay: 'exceptZero', maximumFractionDigits: 1 });
  return `${number.format(db).replace('-', '−')} dB`;
}

/** `0.8`, `1,25`: how fast, how large. */
export function formatFactor(factor: number): string {
  return new Intl.NumberFormat(language.locale, { maximumFractionDigits: 2 }).format(factor);
}

const KILO = 1_000;
const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** `6.2 GB`, `840 MB`; as operators count, by the thousand. */
export function formatBytes(bytes: number): string {
  const { value, unit } = scaled(bytes);
  return `${value} ${unit}`;
}

/** `6.2 / 10 GB`: two amounts in the unit of the greater. */
export function formatBytesOf(bytes: number, of: number): string {
  const { value, unit, power } = scaled(of);
  return `${short(bytes / KILO ** power)} / ${value} ${unit}`;
}

/** `10.4`, in Mb/s. */
export function formatMegabits(bitsPerSecond: number): string {
  return short(bitsPerSecond / 1_000_000);
}

function scaled(bytes: number): { value: string; unit: string; power: number } {
  const power = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  return { value: short(bytes / KILO ** power), unit: BYTE_UNITS[power] ?? 'B', power };
}

function short(value: number): string {
  const digits = Math.abs(value) < 100 ? 1 : 0;
  return new Intl.NumberFormat(language.locale, { maximumFractionDigits: digits }).format(value);
}
