import type { AudioTags } from '#library/ports';
import { countOf, durationMsOf } from '#library/scan/clean-tag';
import { uint32LeAt, type ByteSource } from '#library/scan/formats/byte-source';
import { id3v2Header } from '#library/scan/formats/id3v2-frames';
import { id3v2Tag } from '#library/scan/formats/id3v2-tag';
import { riffChunks, riffInfo } from '#library/scan/formats/riff-chunks';
import { TagFields, tagsOf } from '#library/scan/formats/tag-fields';

const RIFF_HEADER_BYTES = 12;

/** A WAVE file: its format, the size of its data, and tags as ID3v2 or as RIFF's own. */
export function wavTags(source: ByteSource): AudioTags | undefined {
  const fields = new TagFields();
  const info = new TagFields();
  let format: Buffer | undefined;
  let dataBytes: number | undefined;
  let hasPicture = false;
  for (const chunk of riffChunks(source, RIFF_HEADER_BYTES, source.sizeBytes)) {
    if (chunk.id === 'fmt ') format = source.read(chunk.start, chunk.start + 16);
    else if (chunk.id === 'data') dataBytes ??= Math.min(chunk.bytes, source.sizeBytes - chunk.start);
    else if (chunk.id === 'LIST INFO') info.fillFrom(riffInfo(source, chunk));
    else if (chunk.id.toLowerCase() === 'id3 ') {
      const header = id3v2Header(source, chunk.start);
      const tag = header && id3v2Tag(source, header, false);
      if (tag) fields.fillFrom(tag.fields);
      hasPicture ||= tag?.hasPicture ?? false;
    }
  }
  const bytesPerSecond = format === undefined ? 0 : uint32LeAt(format, 8);
  if (format === undefined || dataBytes === undefined || bytesPerSecond === 0) return undefined;
  fields.fillFrom(info);
  return {
    ...tagsOf(fields),
    durationMs: durationMsOf(dataBytes / bytesPerSecond),
    hasPicture,
    codec: 'WAVE',
    bitrate: countOf(bytesPerSecond * 8),
    sampleRate: countOf(uint32LeAt(format, 4)),
  };
}
