export interface WindowRange {
  /** First and one past the last item to draw. */
  readonly start: number;
  readonly end: number;
}

export interface WindowShape {
  readonly scrollPx: number;
  readonly heightPx: number;
  readonly rowHeightPx: number;
  readonly columns: number;
  readonly total: number;
  /** Rows drawn beyond each edge. */
  readonly overscan: number;
}

/** Which items of a long list are drawn at this scroll position; whole rows. */
export function windowRange(shape: WindowShape): WindowRange {
  const { scrollPx, heightPx, rowHeightPx, columns, total, overscan } = shape;
  const rows = Math.ceil(total / columns);
  const firstRow = Math.max(0, Math.floor(scrollPx / rowHeightPx) - overscan);
  const lastRow = Math.min(rows, Math.ceil((scrollPx + heightPx) / rowHeightPx) + overscan);
  return { start: Math.min(total, firstRow * columns), end: Math.min(total, Math.max(firstRow, lastRow) * columns) };
}
