import { cleanText } from '#library/scan/clean-tag';
import { extensionOf } from '#library/scan/file-kinds';
import { textOf } from '#library/scan/text-bytes';

export interface PlaylistFile {
  readonly name: string;
  /** As the file names them: relative or absolute, with either slash, in UTF-8 bytes or the file's own. */
  readonly references: readonly PlaylistReference[];
}

/** `bytes` as they stand in the file; `text` the same decoded, where they are text of a known encoding. */
export interface PlaylistReference {
  readonly bytes: Buffer;
  readonly text: string;
}

const LONGEST_LIST = 10_000;
const LONGEST_LINE = 4_096;
const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const SCHEME = /^[a-z][a-z\d+.-]+:/iu;

/**
 * Reads `.m3u`, `.m3u8`, `.pls` and `.xspf`: one reference per line, `FileN=` lines, or locations. Lines may end in CRLF, LF or CR; m3u is
 * Latin-1 by tradition, and UTF-8 where its bytes are. Other schemes than `file:` are dropped.
 */
export function parsePlaylist(content: Buffer, fileName: Buffer): PlaylistFile {
  const extension = extensionOf(fileName);
  const stem = fileName.subarray(0, fileName.length - extension.length - 1).toString('utf8');
  if (extension === 'xspf') return parseXspf(content, cleanText(stem) ?? extension);
  const lines = linesOf(decoded(content));
  const found = extension === 'pls' ? lines.flatMap(plsReference) : lines.filter((line) => line[0] !== HASH);
  const title = extension === 'pls' ? undefined : titleOf(lines);
  return {
    name: title ?? cleanText(stem) ?? extension,
    references: found.flatMap(toReference).slice(0, LONGEST_LIST),
  };
}

/** Locations are addresses (xspf.org, 4.1.1.2.14.1.1.1.3): `file:`, or relative to the list. */
function parseXspf(content: Buffer, stem: string): PlaylistFile {
  const text = textOf(decoded(content).subarray(0, LONGEST_XSPF_BYTES));
  const [head = ''] = text.split(/<trackList[\s>]/iu);
  const title = /<title>([^<]{0,500})<\/title>/iu.exec(head)?.[1];
  const locations = [...text.matchAll(/<location>([^<]{1,4096})<\/location>/giu)].slice(0, LONGEST_LIST);
  return {
    name: cleanText(title && withoutEntities(title)) ?? stem,
    references: locations.flatMap(([, location = '']) => {
      const address = withoutEntities(location.trim());
      const path = SCHEME.test(address) ? undefined : unescaped(address);
      return toReference(Buffer.from(path ?? address));
    }),
  };
}

const LONGEST_XSPF_BYTES = 1024 * 1024;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function withoutEntities(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/giu, (whole, decimal, hex, name) => {
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

const HASH = 0x23;
const CR = 0x0d;
const LF = 0x0a;

/** UTF-16 as Windows tools write it becomes UTF-8; all else stays as it is, without its mark. */
function decoded(content: Buffer): Buffer {
  if (content[0] === 0xff && content[1] === 0xfe && content.includes(0))
    return Buffer.from(content.toString('utf16le', 2));
  return content.subarray(0, 3).equals(UTF8_BOM) ? content.subarray(3) : content;
}

function linesOf(content: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  for (let at = 0; at <= content.length && lines.length < LONGEST_LIST * 3; at += 1) {
    if (at < content.length && content[at] !== CR && content[at] !== LF) continue;
    const line = trimmed(content.subarray(start, at));
    if (line.length > 0 && line.length <= LONGEST_LINE) lines.push(line);
    start = at + 1;
  }
  return lines;
}

function trimmed(line: Buffer): Buffer {
  const isBlank = (byte: number | undefined) => byte === 0x20 || byte === 0x09 || byte === 0x00;
  let start = 0;
  let end = line.length;
  while (start < end && isBlank(line[start])) start += 1;
  while (end > start && isBlank(line[end - 1])) end -= 1;
  return line.subarray(start, end);
}

function plsReference(line: Buffer): Buffer[] {
  const prefix = /^file\d+\s*=\s*/iu.exec(line.toString('latin1'))?.[0];
  return prefix === undefined ? [] : [line.subarray(prefix.length)];
}

function titleOf(lines: readonly Buffer[]): string | undefined {
  const line = lines.find((one) => one.toString('latin1').toUpperCase().startsWith('#PLAYLIST:'));
  return line && cleanText(textOf(line).slice('#PLAYLIST:'.length));
}

function toReference(bytes: Buffer): PlaylistReference[] {
  if (bytes.length === 0 || bytes.includes(0)) return [];
  const text = textOf(bytes);
  if (/^file:/iu.test(text)) return fromFileUrl(text);
  // A single letter is a Windows drive, more are a scheme.
  return SCHEME.test(text) ? [] : [{ bytes, text }];
}

function fromFileUrl(url: string): PlaylistReference[] {
  const path = unescaped(url.replace(/^file:(?:\/\/(?:localhost)?(?=\/))?/iu, ''));
  if (path === undefined || path.includes('\0')) return [];
  const text = path.replace(/^\/(?=[a-z]:)/iu, '');
  return [{ bytes: Buffer.from(text), text }];
}

/** Undefined for what is not percent-encoded UTF-8. */
export function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
