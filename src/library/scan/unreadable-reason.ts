const MAGIC: readonly { readonly at: number; readonly bytes: string; readonly reason: string }[] = [
  { at: 0, bytes: '%PDF', reason: 'not a media file: a PDF' },
  { at: 0, bytes: 'PK\x03\x04', reason: 'not a media file: a ZIP archive' },
  { at: 0, bytes: 'Rar!', reason: 'not a media file: a RAR archive' },
  { at: 0, bytes: '7z\xbc\xaf', reason: 'not a media file: a 7z archive' },
  { at: 0, bytes: '\x7fELF', reason: 'not a media file: a program' },
  { at: 0, bytes: 'MZ', reason: 'not a media file: a program' },
  { at: 0, bytes: '\x89PNG', reason: 'not a media file: a picture' },
  { at: 0, bytes: '\xff\xd8\xff', reason: 'not a media file: a picture' },
  { at: 0, bytes: 'ID3', reason: 'damaged or cut short' },
  { at: 0, bytes: 'fLaC', reason: 'damaged or cut short' },
  { at: 0, bytes: 'OggS', reason: 'damaged or cut short' },
  { at: 0, bytes: 'RIFF', reason: 'damaged or cut short' },
  { at: 0, bytes: 'FORM', reason: 'damaged or cut short' },
  { at: 4, bytes: 'ftyp', reason: 'damaged or cut short' },
  { at: 0, bytes: '\x1a\x45\xdf\xa3', reason: 'damaged or cut short' },
  { at: 0, bytes: '\x30\x26\xb2\x75', reason: 'damaged or cut short' },
];

export const EMPTY_FILE = 'empty file';
export const TOOK_TOO_LONG = 'took too long to read';
export const TOOK_TOO_MUCH = 'took too much memory to read';
export const NOT_A_FILE = 'not a regular file';

/** In words, why no reader could make anything of a file that begins with `head`. */
export function unreadableReason(head: Buffer): string {
  if (head.length === 0) return EMPTY_FILE;
  if (head.every((byte) => byte === head[0])) return 'no content: the same byte all over';

  const text = head.toString('latin1');
  const known = MAGIC.find(({ at, bytes }) => text.startsWith(bytes, at));
  if (known !== undefined) return known.reason;
  if (/^\s*<(?:!doctype|html|\?xml)/iu.test(text)) return 'not a media file: a web page';
  return isText(head) ? 'not a media file: text' : 'not a known media format';
}

function isText(head: Buffer): boolean {
  return head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}
