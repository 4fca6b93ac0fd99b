import type { VideoTags } from '#library/ports';
import { cleanText, countOf, durationMsOf } from '#library/scan/clean-tag';
import { fourAt, uint32LeAt, type ByteSource } from '#library/scan/formats/byte-source';
import { riffChunks, riffInfo, type RiffChunk } from '#library/scan/formats/riff-chunks';
import { TagFields, tagsOf } from '#library/scan/formats/tag-fields';

const RIFF_HEADER_BYTES = 12;

/** An AVI film by its headers; undefined where they do not tell how long it is. */
export function aviFilm(source: ByteSource): VideoTags | undefined {
  const info = new TagFields();
  let film: Header | undefined;
  for (const chunk of riffChunks(source, RIFF_HEADER_BYTES, source.sizeBytes)) {
    if (chunk.id === 'LIST hdrl') film = headerOf(source, chunk);
    else if (chunk.id === 'LIST INFO') info.fillFrom(riffInfo(source, chunk));
    // All that is told stands before the pictures.
    if (chunk.id === 'LIST movi') break;
  }
  if (film === undefined || film.seconds <= 0) return undefined;
  return {
    title: cleanText(tagsOf(info).title),
    durationMs: durationMsOf(film.seconds),
    width: countOf(film.width),
    height: countOf(film.height),
  };
}

interface Header {
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
}

function headerOf(source: ByteSource, { start, bytes }: RiffChunk): Header {
  let [seconds, width, height] = [0, 0, 0];
  for (const chunk of riffChunks(source, start, start + bytes)) {
    if (chunk.id === 'avih') {
      const main = source.read(chunk.start, chunk.start + 40);
      seconds = Math.max(seconds, (uint32LeAt(main, 0) * uint32LeAt(main, 16)) / 1_000_000);
      [width, height] = [uint32LeAt(main, 32), uint32LeAt(main, 36)];
    } else if (chunk.id === 'LIST strl') {
      seconds = Math.max(seconds, streamSeconds(source, chunk));
    }
  }
  return { seconds, width, height };
}

function streamSeconds(source: ByteSource, { start, bytes }: RiffChunk): number {
  for (const chunk of riffChunks(source, start, start + bytes)) {
    if (chunk.id !== 'strh') continue;
    const stream = source.read(chunk.start, chunk.start + 36);
    const rate = uint32LeAt(stream, 24);
    return fourAt(stream, 0) === 'vids' && rate > 0 ? (uint32LeAt(stream, 32) * uint32LeAt(stream, 20)) / rate : 0;
  }
  return 0;
}
