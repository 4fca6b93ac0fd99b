import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

const HEAD_BYTES = 4_096;
const ID3_HEADER_BYTES = 10;
const MOST_TAGS = 4;
const TS_PACKETS = [188, 192];

/** First bytes of the containers that zones play, as mpv's list of formats has them. */
const BEGINNINGS: readonly { readonly at: number; readonly bytes: string }[] = [
  ...['fLaC', 'OggS', 'RIFF', 'RF64', 'FORM', 'FLV\x01', 'wvpk', 'MAC ', 'MP+', 'MPCK', 'DSD ', '.snd'].map(
    (bytes) => ({
      at: 0,
      bytes,
    }),
  ),
  ...['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip'].map((bytes) => ({ at: 4, bytes })),
  { at: 0, bytes: '\x1a\x45\xdf\xa3' },
  { at: 0, bytes: '\x30\x26\xb2\x75\x8e\x66\xcf\x11' },
  { at: 0, bytes: '\x00\x00\x01\xba' },
  { at: 0, bytes: '\x00\x00\x01\xb3' },
];

/**
 * Whether a file is sound or film by its content. omxplayer would follow a playlist whatever it is called, and cannot be
 * told not to: a disguise never reaches it.
 */
export async function isMediaFile(path: Buffer): Promise<boolean> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  if (!file) return false;
  try {
    return (await file.stat()).isFile() && isMedia(await headBehindTags(file));
  } catch {
    return false;
  } finally {
    await file.close().catch(() => undefined);
  }
}

/** A tag in front of it is skipped by players, and so may be in front of anything. */
async function headBehindTags(file: FileHandle): Promise<Buffer> {
  let at = 0;
  let head = await readAt(file, at);
  for (let tags = 0; tags < MOST_TAGS && head.toString('latin1', 0, 3) === 'ID3'; tags += 1) {
    const [one = 0, two = 0, three = 0, four = 0] = head.subarray(6, ID3_HEADER_BYTES);
    at += ID3_HEADER_BYTES + ((one & 0x7f) << 21) + ((two & 0x7f) << 14) + ((three & 0x7f) << 7) + (four & 0x7f);
    head = await readAt(file, at);
  }
  const padding = at === 0 ? 0 : head.findIndex((byte) => byte !== 0);
  return head.subarray(Math.max(0, padding));
}

async function readAt(file: FileHandle, position: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, position);
  return buffer.subarray(0, bytesRead);
}

/** `head`: its first bytes, behind any ID3 tag. */
export function isMedia(head: Buffer): boolean {
  if (head.length < 16) return false;
  const text = head.toString('latin1');
  const isMpegSound = head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0;
  const isStream = TS_PACKETS.some((size) => [0, 1, 2].every((packet) => head[size - 188 + packet * size] === 0x47));
  return isMpegSound || isStream || BEGINNINGS.some(({ at, bytes }) => text.startsWith(bytes, at));
}
