import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

import { CacheBypass } from '#library/adapters/cache-bypass';
import type { DirectWindow } from '#library/adapters/direct-window';
import { BlockReader } from '#library/adapters/stick-blob';
import { StickFileHandle } from '#library/adapters/stick-file-handle';
import { CANNOT_BYPASS, systemFailure } from '#library/adapters/system-failure';
import type { AudioTags, PictureSpot, VideoTags } from '#library/ports';
import { durationMsOf } from '#library/scan/clean-tag';
import { extensionOf } from '#library/scan/file-kinds';
import type { ByteSource } from '#library/scan/formats/byte-source';
import { mp3SoundStart } from '#library/scan/formats/mp3-tags';
import { countMpegFrames, isConstantBitrate } from '#library/scan/formats/mpeg-count';
import { readFilm, readSong } from '#library/scan/formats/read-media';
import { baseNameOf } from '#library/scan/path-bytes';
import { isPicture } from '#library/scan/picture-magic';
import type { Answer, Refusal, StickFile } from '#library/scan/scan-ports';
import { EMPTY_FILE } from '#library/scan/unreadable-reason';

/** Synchronous and quick: some 4 KB of most songs. */
export function readSongFile(file: StickFile, look: 'head' | 'whole'): Answer<AudioTags> | Refusal {
  const extension = extensionOf(baseNameOf(file.path));
  if (look === 'whole') return settled(withSource(file, (source) => readSong(source, extension, look)));
  return settled(
    withHead(file, (source) => {
      const hashed = hashing(source);
      const tags = readSong(hashed, extension, look);
      const head = tags?.lengthIs === 'unread' ? hashed.head() : undefined;
      return tags && { ...tags, head, signature: hashed.signature() };
    }),
  );
}

export function readFilmFile(file: StickFile): Answer<VideoTags> | Refusal {
  return settled(withSource(file, readFilm, FOR_NAMES));
}

/** The song as a whole, and where its length was guessed, its frames counted: that reads all of it, bit by bit. */
export async function countSongFile(file: StickFile, signal: AbortSignal): Promise<Answer<AudioTags> | Refusal> {
  const first = readSongFile(file, 'whole');
  if (first.kind !== 'read' || first.content.lengthIs === undefined) return first;
  let handle: StickFileHandle | undefined;
  try {
    handle = StickFileHandle.open(file);
    const source = sourceOf(handle);
    const start = mp3SoundStart(source);
    const seconds = isConstantBitrate(source, start) ? undefined : await counted(source, start, signal);
    const { durationMs, ...tags } = { ...first.content, lengthIs: undefined };
    const bytesRead = first.bytesRead + handle.bytesRead;
    return { kind: 'read', content: { ...tags, durationMs: durationMsOf(seconds) ?? durationMs }, bytesRead };
  } catch (error) {
    signal.throwIfAborted();
    const failure = systemFailure(error);
    const bytesRead = handle?.bytesRead ?? 0;
    return failure ? { ...failure, bytesRead } : { kind: 'refused', bytesRead };
  } finally {
    handle?.close();
  }
}

/** The bytes of a picture that an earlier look found; nothing else may have taken their place. */
export function readPictureAt(file: StickFile, { start, bytes }: PictureSpot): Answer<Uint8Array> {
  const answer = withSource(file, (source) => {
    const picture = source.read(start, start + bytes);
    return picture.length === bytes && isPicture(picture) ? Uint8Array.from(picture) : undefined;
  });
  const found = settled(answer);
  return found.kind === 'refused' ? { ...found, kind: 'unreadable', reason: 'no picture where one was' } : found;
}

async function counted(source: ByteSource, start: number, signal: AbortSignal): Promise<number | undefined> {
  const count = countMpegFrames(source, start);
  for (;;) {
    const startedMs = performance.now();
    const step = count.next();
    if (step.done === true) return step.value;
    // Half of the time belongs to whoever else reads from the stick; it lets a cancel in, too.
    await setTimeout(performance.now() - startedMs, undefined, { signal });
  }
}

type Outcome<Content> = Answer<Content | undefined>;

/** For the first blocks of whatever file is read, one after the other: memory for each of them would be thrown away at once. */
const ROOM = new Uint8Array(64 * 1024);

type Read<Content> = (source: ByteSource) => Content | undefined;

const bypass = new CacheBypass();

/** The first look at a file, which sees little more than its first block. */
function withHead<Content>(file: StickFile, read: Read<Content>): Outcome<Content> {
  const window = bypass.next();
  if (window === undefined) return withSource(file, timed(read), FOR_NAMES);
  const answer = withSource(file, read, { ...FOR_NAMES, window });
  if (answer.kind !== 'failed' || answer.reason !== CANNOT_BYPASS) return answer;
  bypass.refuse();
  return withSource(file, read, FOR_NAMES);
}

function timed<Content>(read: Read<Content>): Read<Content> {
  return (source) => {
    const startedMs = performance.now();
    source.read(0, 1);
    bypass.timed(performance.now() - startedMs);
    return read(source);
  };
}

interface Way {
  readonly window?: DirectWindow;
  /** Blocks that are read at once behind the first one. */
  readonly atLeast?: number;
}

/** Who looks behind the head for names looks on from there: a few blocks more cost a stick less than one more read. */
const FOR_NAMES: Way = { atLeast: 4 };

function withSource<Content>(file: StickFile, read: Read<Content>, { window, atLeast }: Way = {}): Outcome<Content> {
  let handle: StickFileHandle | undefined;
  try {
    handle = StickFileHandle.open(file, window);
    if (handle.sizeBytes === 0) return { kind: 'unreadable', reason: EMPTY_FILE, bytesRead: 0 };
    const source = sourceOf(handle, { room: ROOM, head: file.head, atLeast });
    return { kind: 'read', content: read(withinReason(source)), bytesRead: handle.bytesRead };
  } catch (error) {
    const bytesRead = handle?.bytesRead ?? 0;
    const failure = systemFailure(error);
    // An error of our own is a file that we do not understand.
    return failure ? { ...failure, bytesRead } : { kind: 'read', content: undefined, bytesRead };
  } finally {
    handle?.close();
  }
}

function settled<Content>(answer: Outcome<Content>): Answer<Content> | Refusal {
  if (answer.kind !== 'read') return answer;
  const { content, bytesRead } = answer;
  return content === undefined ? { kind: 'refused', bytesRead } : { ...answer, content };
}

interface Known {
  readonly room?: Uint8Array;
  readonly head?: Uint8Array | undefined;
  readonly atLeast?: number | undefined;
}

function sourceOf(handle: StickFileHandle, { room, head = new Uint8Array(), atLeast }: Known = {}): ByteSource {
  const blocks = new BlockReader(handle, room, atLeast);
  return {
    sizeBytes: handle.sizeBytes,
    read: (start, end) => {
      const isKnown = start >= 0 && end <= head.length;
      const bytes = isKnown ? head.subarray(start, end) : blocks.view(start, Math.max(start, end));
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
  };
}

const SIGNATURE_LENGTH = 22;

const LONGEST_HEAD_BYTES = 2_048;

/** The same content is looked at in the same places, so what a look saw tells it from others without a further read. */
function hashing(source: ByteSource): ByteSource & { signature(): string; head(): Uint8Array | undefined } {
  const hash = createHash('sha256').update(`${source.sizeBytes}\0`);
  let seen = 0;
  return {
    sizeBytes: source.sizeBytes,
    read: (start, end) => {
      const bytes = source.read(start, end);
      hash.update(bytes);
      seen = Math.max(seen, start + bytes.length);
      return bytes;
    },
    head: () => (seen > LONGEST_HEAD_BYTES ? undefined : Uint8Array.from(source.read(0, seen))),
    signature: () => hash.digest('base64url').slice(0, SIGNATURE_LENGTH),
  };
}

/** No honest file needs as many; a hostile one may be made of millions of the smallest parts. */
const MOST_READS = 20_000;

function withinReason(source: ByteSource): ByteSource {
  let left = MOST_READS;
  return {
    sizeBytes: source.sizeBytes,
    read: (start, end) => {
      left -= 1;
      if (left < 0) throw new RangeError('more reads than any song needs');
      return source.read(start, end);
    },
  };
}
