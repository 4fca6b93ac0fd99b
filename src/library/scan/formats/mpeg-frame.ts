/** One frame of MPEG audio, as its header tells it (ISO 11172-3, 13818-3 and the 2.5 of everybody). */
export interface MpegFrame {
  readonly version: 1 | 2 | 2.5;
  readonly layer: 1 | 2 | 3;
  readonly bitrateKbps: number;
  readonly sampleRateHz: number;
  readonly isMono: boolean;
  readonly samples: number;
  /** Header included. */
  readonly bytes: number;
}

export const MPEG_HEADER_BYTES = 4;

const BITRATES: Readonly<Record<string, readonly number[]>> = {
  '1-1': [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  '1-2': [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1-3': [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2-1': [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  '2-2': [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  '2-3': [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const RATES_HZ = [44_100, 48_000, 32_000];
const VERSIONS = [2.5, undefined, 2, 1] as const;
const LAYERS = [undefined, 3, 2, 1] as const;

/** Undefined where no frame begins; a frame of "free" bitrate counts as none. */
export function mpegFrameAt(bytes: Buffer, at: number): MpegFrame | undefined {
  if (at < 0 || at + MPEG_HEADER_BYTES > bytes.length) return undefined;
  const [sync, second, third, fourth] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0];
  if (sync !== 0xff || (second & 0xe0) !== 0xe0) return undefined;
  const version = VERSIONS[(second >> 3) & 3];
  const layer = LAYERS[(second >> 1) & 3];
  const rate = RATES_HZ[(third >> 2) & 3];
  if (version === undefined || layer === undefined || rate === undefined) return undefined;
  const bitrateKbps = BITRATES[`${version === 1 ? 1 : 2}-${layer}`]?.[(third >> 4) - 1];
  if (bitrateKbps === undefined) return undefined;
  const sampleRateHz = version === 1 ? rate : version === 2 ? rate / 2 : rate / 4;
  const samples = layer === 1 ? 384 : layer === 3 && version !== 1 ? 576 : 1_152;
  const padding = (third >> 1) & 1;
  const frameBytes =
    layer === 1
      ? (Math.floor((12_000 * bitrateKbps) / sampleRateHz) + padding) * 4
      : Math.floor((samples * 125 * bitrateKbps) / sampleRateHz) + padding;
  return { version, layer, bitrateKbps, sampleRateHz, isMono: fourth >> 6 === 3, samples, bytes: frameBytes };
}

/** What does not change from frame to frame of one song. */
export function isSameStream(a: MpegFrame, b: MpegFrame): boolean {
  return a.version === b.version && a.layer === b.layer && a.sampleRateHz === b.sampleRateHz;
}

/** Where the first frame begins that `wanted` others follow in `bytes`, or all that there is room for. */
export function findMpegFrame(bytes: Buffer, from: number, wanted: number): number | undefined {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const first = mpegFrameAt(bytes, at);
    if (first !== undefined && isFollowed(bytes, at, first, wanted)) return at;
  }
  return undefined;
}

function isFollowed(bytes: Buffer, start: number, first: MpegFrame, wanted: number): boolean {
  let at = start + first.bytes;
  for (let count = 0; count < wanted; count += 1) {
    if (at + MPEG_HEADER_BYTES > bytes.length) return count > 0;
    const next = mpegFrameAt(bytes, at);
    if (next === undefined || !isSameStream(first, next)) return false;
    at += next.bytes;
  }
  return true;
}
