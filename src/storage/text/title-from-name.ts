/** `01 - `, `1. `, `03_`, `1-05 `: a number is a track number only where a separator or a leading zero says so. */
const TRACK_NUMBER =
  /^(?:\d{1,2}-)?(?:\d{1,3}(?:\s+[-–_]\s*|[.)]\s+|_)|0\d{1,2}(?:\s*[-–.)]\s*|\s+)|\d{1,2}-\d{2}\s+)(?=\P{Nd})/u;

/** The title of a file that has no tags: its name without extension and leading track number. */
export function titleFromName(name: string): string {
  const base = name.replace(/(?<=.)\.[^.\s]{1,5}$/u, '');
  const title = base.replace(TRACK_NUMBER, '').trim();
  const spaced = title.includes(' ') ? title : title.replaceAll('_', ' ').trim();
  return spaced || base || name;
}
