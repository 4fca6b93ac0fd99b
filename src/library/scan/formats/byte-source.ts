/** Bytes of a file, read as they are asked for. Positions and sizes come from strangers; whatever they say, it ends. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** From `start` to `end`; fewer at the end of the file. */
  read(start: number, end: number): Buffer;
}

/** The whole of a file, or a part of it, that is in memory. */
export function sourceOf(bytes: Uint8Array): ByteSource {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    sizeBytes: buffer.length,
    read: (start, end) => buffer.subarray(Math.max(0, start), Math.max(0, start, end)),
  };
}

/** A number of up to four bytes; 0 beyond the end. */
export function uint32At(bytes: Buffer, at: number): number {
  return at >= 0 && at + 4 <= bytes.length ? bytes.readUInt32BE(at) : 0;
}

export function uint32LeAt(bytes: Buffer, at: number): number {
  return at >= 0 && at + 4 <= bytes.length ? bytes.readUInt32LE(at) : 0;
}

export function uint16At(bytes: Buffer, at: number): number {
  return at >= 0 && at + 2 <= bytes.length ? bytes.readUInt16BE(at) : 0;
}

/** Four letters of a container's part. */
export function fourAt(bytes: Buffer, at: number): string {
  return bytes.toString('latin1', at, at + 4);
}
