const DEEPEST = 12;

/** The same data with every `uptimeMs` and `…UptimeMs` moved by `byMs`: from the router's clock to this machine's. */
export function shiftTimes(value: unknown, byMs: number, depth = 0): unknown {
  if (depth > DEEPEST || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => shiftTimes(one, byMs, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, one]: [string, unknown]) => [
      key,
      typeof one === 'number' && /^uptimeMs$|UptimeMs$/u.test(key) ? one + byMs : shiftTimes(one, byMs, depth + 1),
    ]),
  );
}
