const KNOWN: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/u, 'iPhone'],
  [/\biPad\b/u, 'iPad'],
  [/\bMacintosh\b/u, 'Mac'],
  [/\bCrOS\b/u, 'Chromebook'],
  [/\bWindows NT\b/u, 'Windows computer'],
];
/** `Android 14; Pixel 8 Pro Build/UD1A)` or `Android 10; K)`, where K stands for a model that is kept secret. */
const ANDROID_MODEL = /\bAndroid [\d.]+; (?!Mobile\b|Tablet\b)(?<model>[^;)]+?)(?: Build\/[^)]*)?[;)]/u;
const LONGEST = 40;

/** A first guess at what somebody calls this phone, from the browser's user agent. */
export function deviceNameOf(userAgent: string): string {
  const model = ANDROID_MODEL.exec(userAgent)?.groups?.['model']?.trim();
  if (model !== undefined && model.length > 1) return model.slice(0, LONGEST);
  if (/\bAndroid\b/u.test(userAgent)) return 'Android phone';
  const known = KNOWN.find(([pattern]) => pattern.test(userAgent));
  if (known) return known[1];
  return /\bLinux\b/u.test(userAgent) ? 'Linux computer' : 'Phone';
}
