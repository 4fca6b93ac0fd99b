/** Text of no known encoding: UTF-8 where its bytes are, else Windows-1252, which every byte is. */
export function textOf(bytes: Uint8Array): string {
  return asUtf8(bytes) ?? new TextDecoder('windows-1252').decode(bytes);
}

/**
 * Text that was read as ISO-8859-1, one byte a character, although many tools write UTF-8 there (RIFF's INFO, ID3's
 * encoding 0). Bytes that are UTF-8 with letters beyond ASCII are meant so; all else stays as it is.
 */
export function redecoded(text: string): string {
  if (!/[\u0080-\u00ff]/u.test(text) || /[^\u0000-\u00ff]/u.test(text)) return text;
  return asUtf8(Buffer.from(text, 'latin1')) ?? text;
}

/** Undefined where they are none. */
export function asUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
