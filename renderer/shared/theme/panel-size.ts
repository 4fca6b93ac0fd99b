/** Of the known ones. */
const USUAL_INCHES = 7;
const DP_PER_INCH = 160;
const KNOWN_PANELS = [
  { widthPx: 1024, heightPx: 600, dpPx: 1.0625 },
  { widthPx: 800, heightPx: 480, dpPx: 0.83 },
] as const;

/** CSS pixels of one dp on a panel of so many inches, edge to edge, that shows a viewport of this size. */
export function dpOfPanel(widthPx: number, heightPx: number, inches: number = USUAL_INCHES): number {
  const known = KNOWN_PANELS.find((panel) => panel.widthPx === widthPx && panel.heightPx === heightPx);
  if (known && inches === USUAL_INCHES) return known.dpPx;
  // The frame needs 960 x 565 dp; a window of another shape gets what fits.
  const fitting = Math.min(widthPx / 964, heightPx / 565);
  const byDiagonal = Math.hypot(widthPx, heightPx) / inches / DP_PER_INCH;
  return Math.round(Math.min(fitting, byDiagonal) * 10_000) / 10_000;
}
