/** What a test file is tagged with. */
export interface TestTags {
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly albumArtist: string;
  readonly genre: string;
  readonly year: number;
  readonly trackNumber: number;
  readonly discNumber: number;
  readonly isCompilation: boolean;
}

export interface TestPicture {
  readonly mimeType: string;
  readonly bytes: Buffer;
}

const UTF_8 = 3;
const FRONT_COVER = 3;

/** An MP3 file: an ID3v2.4 tag (id3.org/id3v2.4.0-structure) in front of frames that have none. */
export function withId3(audio: Buffer, tags: TestTags, picture?: TestPicture): Buffer {
  const texts = {
    TIT2: tags.title,
    TPE1: tags.artist,
    TALB: tags.album,
    TPE2: tags.albumArtist,
    TCON: tags.genre,
    TDRC: String(tags.year),
    TRCK: String(tags.trackNumber),
    TPOS: String(tags.discNumber),
    ...(tags.isCompilation && { TCMP: '1' }),
  };
  const frames = Object.entries(texts).map(([id, text]) =>
    id3Frame(id, Buffer.from(`${String.fromCharCode(UTF_8)}${text}`)),
  );
  if (picture) frames.push(id3Frame('APIC', pictureBody(picture)));
  const body = Buffer.concat(frames);
  return Buffer.concat([Buffer.from('ID3\x04\x00\x00', 'latin1'), syncSafe(body.length), body, audio]);
}

function id3Frame(id: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(id, 'latin1'), syncSafe(body.length), Buffer.alloc(2), body]);
}

function pictureBody(picture: TestPicture): Buffer {
  const head = Buffer.from(
    `${String.fromCharCode(UTF_8)}${picture.mimeType}\0${String.fromCharCode(FRONT_COVER)}\0`,
    'latin1',
  );
  return Buffer.concat([head, picture.bytes]);
}

/** Seven bits a byte. */
function syncSafe(value: number): Buffer {
  return Buffer.from([21, 14, 7, 0].map((shift) => (value >> shift) & 0x7f));
}

const STREAM_INFO_LENGTH = 34;
const LAST_BLOCK = 0x80;
const VORBIS_COMMENT = 4;

/** A FLAC file with the seed's stream information and audio, and a comment block of its own (RFC 9639, section 8.6). */
export function withFlacComments(seed: Buffer, tags: TestTags): Buffer {
  const streamInfo = Buffer.from(seed.subarray(4, 8 + STREAM_INFO_LENGTH));
  streamInfo[0] = 0;
  const comments = vorbisComments(tags);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(comments.length);
  head[0] = LAST_BLOCK | VORBIS_COMMENT;
  return Buffer.concat([seed.subarray(0, 4), streamInfo, head, comments, seed.subarray(flacAudioOffset(seed))]);
}

function flacAudioOffset(seed: Buffer): number {
  let offset = 4;
  for (let isLast = false; !isLast;) {
    isLast = ((seed[offset] ?? LAST_BLOCK) & LAST_BLOCK) !== 0;
    offset += 4 + seed.readUIntBE(offset + 1, 3);
  }
  return offset;
}

function vorbisComments(tags: TestTags): Buffer {
  const lines = Object.entries(vorbisFields(tags)).map(([key, value]) => lengthPrefixed(`${key}=${value}`));
  const count = Buffer.alloc(4);
  count.writeUInt32LE(lines.length);
  return Buffer.concat([lengthPrefixed('carputer tests'), count, ...lines]);
}

function lengthPrefixed(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function vorbisFields(tags: TestTags): Record<string, string> {
  return {
    TITLE: tags.title,
    ARTIST: tags.artist,
    ALBUM: tags.album,
    ALBUMARTIST: tags.albumArtist,
    GENRE: tags.genre,
    DATE: String(tags.year),
    TRACKNUMBER: String(tags.trackNumber),
    DISCNUMBER: String(tags.discNumber),
    ...(tags.isCompilation && { COMPILATION: '1' }),
  };
}

/** The same as options of ffmpeg, which knows every container's own names. */
export function ffmpegTags(tags: TestTags): string[] {
  const fields = {
    title: tags.title,
    artist: tags.artist,
    album: tags.album,
    album_artist: tags.albumArtist,
    genre: tags.genre,
    date: String(tags.year),
    track: String(tags.trackNumber),
    disc: String(tags.discNumber),
    ...(tags.isCompilation && { compilation: '1' }),
  };
  return Object.entries(fields).flatMap(([key, value]) => ['-metadata', `${key}=${value}`]);
}
