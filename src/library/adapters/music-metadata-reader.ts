import { parseBlob, selectCover, type IAudioMetadata, type IOptions } from 'music-metadata';

import type { AudioTags } from '#library/ports';
import { BlockReader, StickBlob } from '#library/adapters/stick-blob';
import { StickFileHandle } from '#library/adapters/stick-file-handle';
import { systemFailure } from '#library/adapters/system-failure';
import { adtsSeconds } from '#library/scan/adts-length';
import { aiffTexts } from '#library/scan/aiff-texts';
import { cleanGenres, cleanText, countOf, durationMsOf, yearOf } from '#library/scan/clean-tag';
import { id3v2Layout, resynchronised, type Id3v2Layout } from '#library/scan/id3v2-layout';
import { OGG_TAIL_BYTES, oggSeconds } from '#library/scan/ogg-length';
import type { Answer, StickFile } from '#library/scan/scan-ports';
import { redecoded } from '#library/scan/text-bytes';
import { unreadableReason } from '#library/scan/unreadable-reason';

const HEAD_BYTES = 4_096;
const LONGEST_UNSYNCHRONISED_BYTES = 16 * 1024 * 1024;
const LARGEST_PICTURE_BYTES = 10 * 1024 * 1024;

/** Tags of one song, by its bytes and not by its name. May hang or throw on a hostile file: run where it can be killed. */
export function readTagsOf(file: StickFile): Promise<Answer<AudioTags>> {
  return withFile(file, async (reader, head) => {
    const layout = id3v2Layout((start, end) => reader.read(start, end));
    if (layout) prepare(reader, layout);
    // Only these two formats tell cheaply that a picture is there; the others read it in any case.
    const skipCovers = layout !== undefined || head.toString('latin1', 0, 4) === 'fLaC';
    const metadata = await parse(reader, { skipCovers });
    if (metadata.format.sampleRate === undefined) return undefined;

    const hasPicture = layout?.hasPicture ?? (skipCovers ? hasFlacPicture(reader) : undefined);
    const tags = { ...toTags(metadata, hasPicture), ...aiffTagsOf(reader, metadata) };
    if (tags.durationMs !== undefined) return tags;
    const isAac = metadata.format.codec === 'AAC';
    const seconds = isAac ? lengthOfAdts(reader, layout?.end ?? 0) : lengthOfOgg(reader, head);
    return { ...tags, durationMs: durationMsOf(seconds) };
  });
}

/** The front cover that is embedded in a song, or the first picture there is. */
export function readPictureOf(file: StickFile): Promise<Answer<Uint8Array>> {
  return withFile(file, async (reader) => {
    const layout = id3v2Layout((start, end) => reader.read(start, end));
    const largest = Math.max(0, ...(layout?.attachments ?? []).map((range) => range.end - range.start));
    if (largest > LARGEST_PICTURE_BYTES) return undefined;
    if (layout?.isUnsynchronised === true && layout.version !== 4) prepare(reader, layout);
    const cover = selectCover((await parse(reader, { skipCovers: false })).common.picture);
    return cover && cover.data.length <= LARGEST_PICTURE_BYTES ? Uint8Array.from(cover.data) : undefined;
  });
}

async function withFile<Content>(
  file: StickFile,
  read: (reader: BlockReader, head: Buffer) => Promise<Content | undefined>,
): Promise<Answer<Content>> {
  let handle: StickFileHandle | undefined;
  let head: Buffer = Buffer.alloc(0);
  try {
    handle = StickFileHandle.open(file);
    const reader = new BlockReader(handle);
    head = Buffer.from(reader.read(0, HEAD_BYTES));
    const content = head.length === 0 ? undefined : await read(reader, head);
    if (content !== undefined) return { kind: 'read', content, bytesRead: handle.bytesRead };
    return { kind: 'unreadable', reason: unreadableReason(head), bytesRead: handle.bytesRead };
  } catch (error) {
    const bytesRead = handle?.bytesRead ?? 0;
    const failure = systemFailure(error);
    if (failure) return { ...failure, bytesRead };
    return { kind: 'unreadable', reason: unreadableReason(head), bytesRead };
  } finally {
    handle?.close();
  }
}

/** A new options object each time: the library writes into it. */
function parse(reader: BlockReader, options: IOptions): Promise<IAudioMetadata> {
  return parseBlob(new StickBlob(reader), { ...options });
}

/** Pictures are stepped over, and tags that the library does not resynchronise are shown to it as they were meant. */
function prepare(reader: BlockReader, layout: Id3v2Layout): void {
  if (layout.isUnsynchronised && layout.version !== 4 && layout.end <= LONGEST_UNSYNCHRONISED_BYTES) {
    reader.overlay({ start: 0, end: layout.end, bytes: resynchronised(reader.read(0, layout.end)) });
  } else {
    reader.overlay(...layout.attachments);
  }
}

function toTags({ common, format }: IAudioMetadata, hasPicture: boolean | undefined): AudioTags {
  const textOf = (text: string | undefined) => cleanText(text === undefined ? undefined : redecoded(text));
  return {
    title: textOf(common.title),
    artist: textOf(common.artist),
    album: textOf(common.album),
    albumArtist: textOf(common.albumartist),
    genres: cleanGenres(common.genre?.map(redecoded)),
    year: yearOf(common.year) ?? yearOf(common.date),
    trackNumber: countOf(common.track.no),
    discNumber: countOf(common.disk.no),
    durationMs: durationMsOf(format.duration),
    isCompilation: common.compilation,
    hasPicture: hasPicture ?? (common.picture ?? []).length > 0,
    codec: cleanText(format.codec),
    bitrate: countOf(format.bitrate),
    sampleRate: countOf(format.sampleRate),
    gainDb: common.replaygain_track_gain?.dB,
    peak: common.replaygain_track_peak?.ratio,
    albumGainDb: common.replaygain_album_gain?.dB,
    albumPeak: common.replaygain_album_peak?.ratio,
  };
}

/** The library reads AIFF's own texts as 7 bits a letter; an ID3 tag beside them is the better one, and is read well. */
function aiffTagsOf(reader: BlockReader, { format }: IAudioMetadata): Pick<AudioTags, 'title' | 'artist'> {
  if (format.tagTypes.some((type) => type !== 'AIFF')) return {};
  const texts = aiffTexts((start, end) => reader.read(start, end));
  const [title, artist] = [cleanText(texts?.title), cleanText(texts?.artist)];
  return { ...(title !== undefined && { title }), ...(artist !== undefined && { artist }) };
}

const FLAC_PICTURE = 6;
const MOST_FLAC_BLOCKS = 128;

/** Walks the headers of the metadata blocks (RFC 9639, section 8). */
function hasFlacPicture(reader: BlockReader): boolean {
  let at = 4;
  for (let count = 0; count < MOST_FLAC_BLOCKS; count += 1) {
    const header = Buffer.from(reader.read(at, at + 4));
    if (header.length < 4) return false;
    const type = header.readUInt8(0) & 0x7f;
    if (type === FLAC_PICTURE) return true;
    if ((header.readUInt8(0) & 0x80) !== 0) return false;
    at += 4 + header.readUIntBE(1, 3);
  }
  return false;
}

function lengthOfOgg(reader: BlockReader, head: Buffer): number | undefined {
  if (head.toString('latin1', 0, 4) !== 'OggS') return undefined;
  const size = reader.sizeBytes;
  return oggSeconds(head, Buffer.from(reader.read(Math.max(0, size - OGG_TAIL_BYTES), size)));
}

const ADTS_SAMPLE_BYTES = 16_384;

function lengthOfAdts(reader: BlockReader, start: number): number | undefined {
  const soundBytes = reader.sizeBytes - start;
  const samples = [0, 0.4, 0.8].map((part) => {
    const at = start + Math.floor(soundBytes * part);
    return Buffer.from(reader.read(at, at + ADTS_SAMPLE_BYTES));
  });
  return adtsSeconds(soundBytes <= ADTS_SAMPLE_BYTES ? samples.slice(0, 1) : samples, soundBytes);
}
