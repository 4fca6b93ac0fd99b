/** Little-endian pieces of QMI messages, and its type-length-value elements. */
export function u8(...values: number[]): Buffer {
  return Buffer.from(values.map((value) => value & 255));
}

export function u16(value: number): Buffer {
  return u8(value, value >> 8);
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

export function u64(value: bigint | string): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

export function text8(value: string): Buffer {
  return Buffer.concat([u8(Buffer.byteLength(value)), Buffer.from(value)]);
}

export function ip4(address: string): Buffer {
  return u32(address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0));
}

export function tlv(type: number, ...values: Buffer[]): Buffer {
  const value = Buffer.concat(values);
  return Buffer.concat([u8(type), u16(value.length), value]);
}

/** The result element that every answer begins with. */
export const OK = tlv(2, u16(0), u16(0));
export function failed(code: number): Buffer {
  return tlv(2, u16(1), u16(code));
}

/** Error codes of QMI, as far as this modem says them. */
export const QMI_ERROR = {
  internal: 3,
  invalidClientId: 7,
  invalidHandle: 9,
  incorrectPin: 12,
  callFailed: 14,
  outOfCall: 15,
  noEffect: 26,
  invalidServiceType: 31,
  invalidIndex: 49,
  deviceNotReady: 52,
  wmsCauseCode: 54,
  invalidCommand: 71,
  notSupported: 94,
} as const;
