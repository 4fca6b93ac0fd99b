import type { AudioTags, PictureSpot, VideoTags } from '#library/ports';
import { countOf, durationMsOf } from '#library/scan/clean-tag';
import { fourAt, uint16At, uint32At, type ByteSource } from '#library/scan/formats/byte-source';
import { genreOf } from '#library/scan/formats/genre-names';
import { mp4BoxAt, mp4Boxes, type Mp4Box } from '#library/scan/formats/mp4-boxes';
import { TagFields, tagsOf, type TagField } from '#library/scan/formats/tag-fields';

/** A song in an MP4 file: undefined where there is no sound, or the film is in pieces that only others can add up. */
export function mp4Song(source: ByteSource): AudioTags | undefined {
  const film = filmOf(source);
  const sound = film?.tracks.find(({ kind }) => kind === 'soun');
  if (film === undefined || sound === undefined || film.seconds <= 0) return undefined;
  return {
    ...tagsOf(film.fields),
    durationMs: durationMsOf(sound.seconds > 0 ? sound.seconds : film.seconds),
    hasPicture: film.picture !== undefined,
    picture: film.picture,
    codec: CODECS[sound.codec] ?? sound.codec,
    bitrate: countOf((source.sizeBytes * 8) / film.seconds),
    sampleRate: countOf(sound.sampleRateHz),
  };
}

export function mp4Film(source: ByteSource): VideoTags | undefined {
  const film = filmOf(source);
  if (film === undefined || film.seconds <= 0 || film.tracks.length === 0) return undefined;
  const picture = film.tracks.find(({ kind }) => kind === 'vide');
  // The film as a whole counts subtitles that go on behind its end.
  const heard = film.tracks.filter(({ kind }) => kind === 'vide' || kind === 'soun').map(({ seconds }) => seconds);
  const longest = Math.max(0, ...heard);
  return {
    title: tagsOf(film.fields).title,
    durationMs: durationMsOf(longest > 0 ? longest : film.seconds),
    width: countOf(picture?.width),
    height: countOf(picture?.height),
  };
}

const CODECS: Readonly<Record<string, string>> = { mp4a: 'MPEG-4/AAC', alac: 'ALAC' };

interface Film {
  readonly seconds: number;
  readonly tracks: readonly Track[];
  readonly fields: TagFields;
  readonly picture: PictureSpot | undefined;
}

interface Track {
  readonly kind: string;
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
  readonly codec: string;
  readonly sampleRateHz: number;
}

function filmOf(source: ByteSource): Film | undefined {
  for (const box of mp4Boxes(source, 0, source.sizeBytes)) {
    if (box.type !== 'moov') continue;
    let seconds = 0;
    const tracks: Track[] = [];
    let tags: Tags = { fields: new TagFields(), picture: undefined };
    for (const part of mp4Boxes(source, box.start, box.end)) {
      if (part.type === 'mvhd') seconds = secondsOf(source.read(part.start, part.start + 32));
      else if (part.type === 'trak') tracks.push(trackOf(source, part));
      else if (part.type === 'udta') tags = tagsIn(source, part);
      else if (part.type === 'mvex') return undefined;
    }
    return { seconds, tracks, ...tags };
  }
  return undefined;
}

/** Of `mvhd` and `mdhd`: version and flags, two times, time scale and duration; 64 bits wide in version 1. */
function secondsOf(header: Buffer): number {
  const isWide = header[0] === 1;
  const scale = uint32At(header, isWide ? 20 : 12);
  const duration = isWide ? uint32At(header, 24) * 2 ** 32 + uint32At(header, 28) : uint32At(header, 16);
  return scale === 0 ? 0 : duration / scale;
}

function trackOf(source: ByteSource, box: Mp4Box): Track {
  let track: Track = { kind: '', seconds: 0, width: 0, height: 0, codec: '', sampleRateHz: 0 };
  for (const part of mp4Boxes(source, box.start, box.end)) {
    if (part.type === 'tkhd') {
      const size = source.read(part.end - 8, part.end);
      track = { ...track, width: uint16At(size, 0), height: uint16At(size, 4) };
    } else if (part.type === 'mdia') {
      track = { ...track, ...mediaOf(source, part) };
    }
  }
  return track;
}

function mediaOf(source: ByteSource, box: Mp4Box): Pick<Track, 'kind' | 'seconds' | 'codec' | 'sampleRateHz'> {
  let [kind, seconds, codec, sampleRateHz] = ['', 0, '', 0];
  for (const part of mp4Boxes(source, box.start, box.end)) {
    if (part.type === 'mdhd') seconds = secondsOf(source.read(part.start, part.start + 32));
    else if (part.type === 'hdlr') kind = fourAt(source.read(part.start, part.start + 12), 8);
    else if (part.type === 'minf' && kind === 'soun') {
      const samples = mp4BoxAt(source, part, 'stbl/stsd');
      const entry = samples && source.read(samples.start + 8, samples.start + 44);
      if (entry) [codec, sampleRateHz] = [fourAt(entry, 4), uint16At(entry, 32)];
    }
  }
  return { kind, seconds, codec, sampleRateHz };
}

interface Tags {
  readonly fields: TagFields;
  readonly picture: PictureSpot | undefined;
}

const FIELDS: Readonly<Record<string, TagField>> = {
  '\u00a9nam': 'title',
  '\u00a9ART': 'artist',
  '\u00a9alb': 'album',
  aART: 'albumArtist',
  '\u00a9gen': 'genre',
  '\u00a9day': 'date',
  sonm: 'titleSort',
  soar: 'artistSort',
  soal: 'albumSort',
  soaa: 'albumArtistSort',
};
/** Freeform items (`----`), by their names in small letters. */
const NAMED_FIELDS: Readonly<Record<string, TagField>> = {
  replaygain_track_gain: 'trackGain',
  replaygain_track_peak: 'trackPeak',
  replaygain_album_gain: 'albumGain',
  replaygain_album_peak: 'albumPeak',
};
const LONGEST_NAME_BYTES = 64;
const LONGEST_TEXT_BYTES = 8_192;
const DATA_HEADER_BYTES = 8;
const META_HEADER_BYTES = 4;

/** iTunes' list of items (`meta/ilst`), each with a `data` box; pictures are only looked up. */
function tagsIn(source: ByteSource, udta: Mp4Box): Tags {
  const fields = new TagFields();
  let picture: PictureSpot | undefined;
  const meta = mp4BoxAt(source, udta, 'meta');
  const list = meta && mp4BoxAt(source, { ...meta, start: meta.start + META_HEADER_BYTES }, 'ilst');
  for (const item of list ? mp4Boxes(source, list.start, list.end) : []) {
    const data = mp4BoxAt(source, item, 'data');
    if (data === undefined) continue;
    const start = data.start + DATA_HEADER_BYTES;
    if (item.type === 'covr') picture ??= { start, bytes: data.end - start };
    else {
      const name = item.type === '----' ? nameOf(source, item) : item.type;
      take(fields, name, source.read(start, Math.min(data.end, start + LONGEST_TEXT_BYTES)));
    }
  }
  return { fields, picture };
}

/** A freeform item has its name in a box of its own, behind version and flags. */
function nameOf(source: ByteSource, item: Mp4Box): string {
  const box = mp4BoxAt(source, item, 'name');
  if (box === undefined) return '';
  const start = box.start + 4;
  return source
    .read(start, Math.min(box.end, start + LONGEST_NAME_BYTES))
    .toString('latin1')
    .toLowerCase();
}

function take(fields: TagFields, type: string, value: Buffer): void {
  const field = FIELDS[type] ?? NAMED_FIELDS[type];
  if (field !== undefined) fields.addText(field, value.toString('utf8'));
  else if (type === 'trkn') fields.addText('track', String(uint16At(value, 2)));
  else if (type === 'disk') fields.addText('disc', String(uint16At(value, 2)));
  else if (type === 'cpil') fields.addText('compilation', String(value[0] ?? 0));
  else if (type === 'gnre') fields.addText('genre', genreOf(uint16At(value, 0) - 1) ?? '');
}
