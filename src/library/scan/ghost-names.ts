const DOT = 0x2e;

const SYSTEM_NAMES: ReadonlySet<string> = new Set([
  '$recycle.bin',
  'system volume information',
  'lost+found',
  'recycler',
  'recycled',
  'found.000',
  'desktop.ini',
  'thumbs.db',
]);

/** What operating systems leave on sticks: `._*`, `.Trash*`, `.Spotlight*` and all else that begins with a dot, bins. */
export function isGhost(name: Buffer): boolean {
  return name[0] === DOT || SYSTEM_NAMES.has(name.toString('latin1').toLowerCase());
}
