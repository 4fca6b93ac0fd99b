import { fourAt, uint32LeAt, type ByteSource } from '#library/scan/formats/byte-source';
import { latinText } from '#library/scan/formats/id3-text';
import { TagFields, type TagField } from '#library/scan/formats/tag-fields';

export interface RiffChunk {
  /** Of a list, `LIST` and its kind: `LIST INFO`. */
  readonly id: string;
  readonly start: number;
  /** As it says, which may be beyond the end of the file. */
  readonly bytes: number;
}

const MOST_CHUNKS = 200;

/** The chunks of a RIFF file, or of a list in it, from `start` to `end`; they begin at even places. */
export function* riffChunks(source: ByteSource, start: number, end: number): Generator<RiffChunk> {
  let at = start;
  for (let count = 0; count < MOST_CHUNKS && at + 8 <= end; count += 1) {
    const header = source.read(at, at + 12);
    if (header.length < 8) return;
    const id = fourAt(header, 0);
    const bytes = uint32LeAt(header, 4);
    const isList = id === 'LIST' && header.length === 12;
    yield isList
      ? { id: `LIST ${fourAt(header, 8)}`, start: at + 12, bytes: Math.max(0, bytes - 4) }
      : { id, start: at + 8, bytes };
    at += 8 + bytes + (bytes % 2);
  }
}

const LONGEST_TEXT_BYTES = 4_096;
const INFO_FIELDS: Readonly<Record<string, TagField>> = {
  INAM: 'title',
  IART: 'artist',
  IPRD: 'album',
  ICRD: 'date',
  IGNR: 'genre',
  ITRK: 'track',
  IPRT: 'track',
};

/** The texts of a `LIST INFO` chunk: of no known encoding. */
export function riffInfo(source: ByteSource, { start, bytes }: RiffChunk): TagFields {
  const fields = new TagFields();
  for (const chunk of riffChunks(source, start, Math.min(start + bytes, source.sizeBytes))) {
    const field = INFO_FIELDS[chunk.id];
    if (field === undefined || fields.has(field)) continue;
    const text = source.read(chunk.start, chunk.start + Math.min(chunk.bytes, LONGEST_TEXT_BYTES));
    const nul = text.indexOf(0);
    fields.add(field, [latinText(nul < 0 ? text : text.subarray(0, nul))]);
  }
  return fields;
}
