import type { VideoTags } from '#library/ports';
import { cleanText, countOf, durationMsOf } from '#library/scan/clean-tag';
import type { ByteSource } from '#library/scan/formats/byte-source';

const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const TRACKS = 0x1654ae6b;
const CLUSTER = 0x1f43b675;
const SCALE = 0x2ad7b1;
const DURATION = 0x4489;
const TITLE = 0x7ba9;
const TRACK = 0xae;
const TRACK_UID = 0x73c5;
const TRACK_TYPE = 0x83;
const TAGS = 0x1254c367;
const TAG = 0x7373;
const TARGETS = 0x63c0;
const TARGET_UID = 0x63c5;
const SIMPLE_TAG = 0x67c8;
const TAG_NAME = 0x45a3;
const TAG_TEXT = 0x4487;
const VIDEO = 0xe0;
const WIDTH = 0xb0;
const HEIGHT = 0xba;

const MOST_ELEMENTS = 500;
const LONGEST_TEXT_BYTES = 2_048;
const DEFAULT_SCALE_NS = 1_000_000;

const PICTURE = 1;
const SOUND = 2;

/**
 * A Matroska or WebM film (RFC 9559) by what stands before its first cluster; undefined where that has no length. The
 * length of the whole counts subtitles that go on behind the end, so what is told of picture and sound comes first.
 */
export function matroskaFilm(source: ByteSource): VideoTags | undefined {
  const segment = find(elements(source, 0, source.sizeBytes), SEGMENT);
  if (segment === undefined) return undefined;
  let about: About = { seconds: 0, title: undefined };
  let tracks: readonly Track[] = [];
  let told = 0;
  for (const part of elements(source, segment.start, segment.end)) {
    if (part.id === CLUSTER) break;
    if (part.id === INFO) about = aboutFilm(source, part);
    else if (part.id === TRACKS) tracks = tracksOf(source, part);
    else if (part.id === TAGS) told = toldSeconds(source, part, tracks);
  }
  const durationMs = durationMsOf(told > 0 ? told : about.seconds);
  if (durationMs === undefined) return undefined;
  const picture = tracks.find(({ type }) => type === PICTURE);
  return {
    title: cleanText(about.title),
    durationMs,
    width: countOf(picture?.width),
    height: countOf(picture?.height),
  };
}

interface About {
  readonly seconds: number;
  readonly title: string | undefined;
}

function aboutFilm(source: ByteSource, info: Element): About {
  let [scaleNs, duration] = [DEFAULT_SCALE_NS, 0];
  let title: string | undefined;
  for (const one of elements(source, info.start, info.end)) {
    if (one.id === SCALE) scaleNs = numberIn(source, one);
    else if (one.id === DURATION) duration = floatIn(source, one);
    else if (one.id === TITLE) title = textIn(source, one);
  }
  return { seconds: (duration * scaleNs) / 1e9, title };
}

interface Track {
  readonly uid: number;
  readonly type: number;
  readonly width: number;
  readonly height: number;
}

function tracksOf(source: ByteSource, part: Element): Track[] {
  const tracks: Track[] = [];
  for (const entry of elements(source, part.start, part.end)) {
    if (entry.id !== TRACK) continue;
    let track: Track = { uid: 0, type: 0, width: 0, height: 0 };
    for (const one of elements(source, entry.start, entry.end)) {
      if (one.id === TRACK_UID) track = { ...track, uid: numberIn(source, one) };
      else if (one.id === TRACK_TYPE) track = { ...track, type: numberIn(source, one) };
      else if (one.id === VIDEO) track = { ...track, ...pictureSize(source, one) };
    }
    tracks.push(track);
  }
  return tracks;
}

function pictureSize(source: ByteSource, video: Element): { width: number; height: number } {
  let [width, height] = [0, 0];
  for (const one of elements(source, video.start, video.end)) {
    if (one.id === WIDTH) width = numberIn(source, one);
    else if (one.id === HEIGHT) height = numberIn(source, one);
  }
  return { width, height };
}

/** The longest `DURATION` that a muxer noted for picture or sound. */
function toldSeconds(source: ByteSource, part: Element, tracks: readonly Track[]): number {
  const heard = new Set(tracks.filter(({ type }) => type === PICTURE || type === SOUND).map(({ uid }) => uid));
  let longest = 0;
  for (const tag of elements(source, part.start, part.end)) {
    if (tag.id !== TAG) continue;
    let uid: number | undefined;
    let seconds = 0;
    for (const one of elements(source, tag.start, tag.end)) {
      const target = one.id === TARGETS ? find(elements(source, one.start, one.end), TARGET_UID) : undefined;
      if (target) uid = numberIn(source, target);
      else if (one.id === SIMPLE_TAG) seconds = Math.max(seconds, notedSeconds(source, one));
    }
    if (uid !== undefined && heard.has(uid)) longest = Math.max(longest, seconds);
  }
  return longest;
}

function notedSeconds(source: ByteSource, tag: Element): number {
  let [name, text] = ['', ''];
  for (const one of elements(source, tag.start, tag.end)) {
    if (one.id === TAG_NAME) name = textIn(source, one);
    else if (one.id === TAG_TEXT) text = textIn(source, one);
  }
  const parts = name === 'DURATION' ? /^(\d{1,3}):(\d{2}):(\d{2}(?:\.\d{1,9})?)$/u.exec(text) : null;
  return parts === null ? 0 : Number(parts[1]) * 3_600 + Number(parts[2]) * 60 + Number(parts[3]);
}

interface Element {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

function* elements(source: ByteSource, start: number, end: number): Generator<Element> {
  let at = start;
  for (let count = 0; count < MOST_ELEMENTS && at < end; count += 1) {
    const head = source.read(at, at + 12);
    const id = vint(head, 0, true);
    const size = id && vint(head, id.length, false);
    if (!id || !size || id.length > 4) return;
    const from = at + id.length + size.length;
    // An unknown size goes on to the end of what it stands in.
    const until = size.isUnknown ? end : from + size.value;
    yield { id: id.value, start: from, end: Math.min(until, end) };
    if (until <= at) return;
    at = until;
  }
}

function find(list: Iterable<Element>, id: number): Element | undefined {
  for (const element of list) if (element.id === id) return element;
  return undefined;
}

interface Vint {
  readonly value: number;
  readonly length: number;
  readonly isUnknown: boolean;
}

/** A number that tells its own length (RFC 8794, section 4); ids keep the bit that does. */
function vint(bytes: Buffer, at: number, keepsMark: boolean): Vint | undefined {
  const first = bytes[at] ?? 0;
  if (first === 0) return undefined;
  const length = Math.clz32(first) - 23;
  if (at + length > bytes.length) return undefined;
  let value = keepsMark ? first : first & (0xff >> length);
  let isUnknown = (first & (0xff >> length)) === 0xff >> length;
  for (let index = 1; index < length; index += 1) {
    const byte = bytes[at + index] ?? 0;
    value = value * 256 + byte;
    isUnknown &&= byte === 0xff;
  }
  return { value, length, isUnknown };
}

function numberIn(source: ByteSource, { start, end }: Element): number {
  return [...source.read(start, Math.min(end, start + 8))].reduce((sum, byte) => sum * 256 + byte, 0);
}

function floatIn(source: ByteSource, { start, end }: Element): number {
  const bytes = source.read(start, Math.min(end, start + 8));
  const value = bytes.length === 8 ? bytes.readDoubleBE(0) : bytes.length === 4 ? bytes.readFloatBE(0) : 0;
  return Number.isFinite(value) ? value : 0;
}

function textIn(source: ByteSource, { start, end }: Element): string {
  return source
    .read(start, Math.min(end, start + LONGEST_TEXT_BYTES))
    .toString('utf8')
    .replaceAll('\0', '');
}
