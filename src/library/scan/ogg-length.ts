const CAPTURE = Buffer.from('OggS');
const HEADER_BYTES = 27;
const LAST_PAGE = 0x04;

/** Bytes of a file's end in which its last page begins: a page has at most 65,307. */
export const OGG_TAIL_BYTES = 65_536;

/**
 * Seconds of an Ogg file (RFC 3533) from its first page and its end: the last granule position, in samples. Opus counts
 * at 48 kHz whatever the input, less the samples to skip (RFC 7845). Undefined for other codecs and for damaged ends.
 */
export function oggSeconds(head: Buffer, tail: Buffer): number | undefined {
  if (head.length < 64 || !head.subarray(0, 4).equals(CAPTURE)) return undefined;
  const codec = head.subarray(HEADER_BYTES + head.readUInt8(26));
  const serial = head.readUInt32LE(14);
  const samples = lastGranule(tail, serial);
  if (samples === undefined) return undefined;

  if (codec.toString('latin1', 0, 8) === 'OpusHead') return (samples - codec.readUInt16LE(10)) / 48_000;
  if (codec.toString('latin1', 0, 7) === '\x01vorbis') return samples / codec.readUInt32LE(12);
  return undefined;
}

function lastGranule(tail: Buffer, serial: number): number | undefined {
  for (let at = tail.lastIndexOf(CAPTURE); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(CAPTURE, at - 1)) {
    if (at + HEADER_BYTES > tail.length || tail.readUInt32LE(at + 14) !== serial) continue;
    const granule = tail.readBigInt64LE(at + 6);
    // -1: no packet ends on this page.
    if (granule >= 0n) return Number(granule);
    if ((tail.readUInt8(at + 5) & LAST_PAGE) !== 0) return undefined;
  }
  return undefined;
}
