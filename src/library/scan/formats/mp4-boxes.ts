import { fourAt, uint32At, type ByteSource } from '#library/scan/formats/byte-source';

/** A box of an MP4 file (ISO 14496-12): its content from `start` to `end`. */
export interface Mp4Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

const MOST_BOXES = 1_000;
const LONG_SIZE = 1;
const TO_THE_END = 0;

/** The boxes from `start` to `end`; ends where one is longer than what it stands in. */
export function* mp4Boxes(source: ByteSource, start: number, end: number): Generator<Mp4Box> {
  let at = start;
  for (let count = 0; count < MOST_BOXES && at + 8 <= end; count += 1) {
    const header = source.read(at, at + 16);
    const short = uint32At(header, 0);
    const isLong = short === LONG_SIZE;
    const size = isLong
      ? uint32At(header, 8) * 2 ** 32 + uint32At(header, 12)
      : short === TO_THE_END
        ? end - at
        : short;
    const headerBytes = isLong ? 16 : 8;
    if (header.length < headerBytes || size < headerBytes || at + size > end) return;
    yield { type: fourAt(header, 4), start: at + headerBytes, end: at + size };
    at += size;
  }
}

/** The first box at the end of a path: `mdia/minf`. */
export function mp4BoxAt(source: ByteSource, within: Mp4Box, path: string): Mp4Box | undefined {
  let box = within;
  for (const type of path.split('/')) {
    const inside = [...takeUntil(mp4Boxes(source, box.start, box.end), type)].at(-1);
    if (inside?.type !== type) return undefined;
    box = inside;
  }
  return box;
}

function* takeUntil(boxes: Iterable<Mp4Box>, type: string): Generator<Mp4Box> {
  for (const box of boxes) {
    yield box;
    if (box.type === type) return;
  }
}
