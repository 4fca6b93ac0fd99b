import type { ReadRange } from '#library/scan/id3v2-layout';
import { textOf } from '#library/scan/text-bytes';

export interface AiffTexts {
  readonly title: string | undefined;
  readonly artist: string | undefined;
}

const FORM_BYTES = 12;
const HEADER_BYTES = 8;
const MOST_CHUNKS = 64;
const LONGEST_TEXT_BYTES = 4_096;

/**
 * The text chunks of an AIFF or AIFC file (Audio Interchange File Format 1.3): ASCII by the book, UTF-8 in practice.
 * Undefined when the file is none.
 */
export function aiffTexts(read: ReadRange): AiffTexts | undefined {
  const form = Buffer.from(read(0, FORM_BYTES));
  if (!/^FORM[\s\S]{4}AIF[FC]$/u.test(form.toString('latin1'))) return undefined;
  const texts = new Map<string, string>();
  let at = FORM_BYTES;
  for (let count = 0; count < MOST_CHUNKS; count += 1) {
    const header = Buffer.from(read(at, at + HEADER_BYTES));
    if (header.length < HEADER_BYTES) break;
    const id = header.toString('latin1', 0, 4);
    const start = at + HEADER_BYTES;
    const size = header.readUInt32BE(4);
    if ((id === 'NAME' || id === 'AUTH') && size <= LONGEST_TEXT_BYTES)
      texts.set(id, textOf(read(start, start + size)));
    // Chunks begin at even places.
    at = start + size + (size % 2);
  }
  return { title: texts.get('NAME'), artist: texts.get('AUTH') };
}
