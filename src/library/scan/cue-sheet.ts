import { cleanText, countOf, yearOf } from '#library/scan/clean-tag';
import { asUtf8 } from '#library/scan/text-bytes';

/** A song of a cue sheet, as a stretch of its file: from `startMs` to the next one's, or to the end. */
export interface CueTrack {
  readonly number: number;
  readonly startMs: number;
  readonly title: string | undefined;
  readonly artist: string | undefined;
}

export interface CueFile {
  /** As the sheet names it. */
  readonly name: { readonly bytes: Buffer; readonly text: string };
  readonly tracks: readonly CueTrack[];
}

export interface CueSheet {
  readonly title: string | undefined;
  readonly artist: string | undefined;
  readonly genre: string | undefined;
  readonly year: number | undefined;
  readonly discNumber: number | undefined;
  readonly files: readonly CueFile[];
}

const MOST_LINES = 20_000;
const MOST_TRACKS = 999;
const LONGEST_LINE = 2_048;
const FRAMES_PER_SECOND = 75;

/**
 * Reads a cue sheet (CDRWIN's manual, appendix A), of which only what makes songs of a file counts: FILE, TRACK, INDEX 01,
 * TITLE, PERFORMER, REM GENRE, DATE and DISCNUMBER. `decode` makes text of bytes that are not UTF-8. What stands before a
 * song's own index belongs to the song before it, as on the disc.
 */
export function parseCueSheet(content: Buffer, decode: (bytes: Buffer) => string): CueSheet {
  const reader = new CueReader(decode);
  for (const line of linesOf(utf8Of(content))) reader.take(line);
  return reader.sheet();
}

interface Draft {
  readonly number: number;
  readonly isAudio: boolean;
  title?: string | undefined;
  artist?: string | undefined;
  startMs?: number | undefined;
  file: number;
}

class CueReader {
  readonly #decode: (bytes: Buffer) => string;
  readonly #files: CueFile['name'][] = [];
  readonly #tracks: Draft[] = [];
  readonly #about: { title?: string | undefined; artist?: string | undefined } = {};
  readonly #remarks = new Map<string, string>();

  constructor(decode: (bytes: Buffer) => string) {
    this.#decode = decode;
  }

  take(line: Buffer): void {
    const { word, rest } = firstWord(line);
    const track = this.#tracks.at(-1);
    switch (word) {
      case 'FILE': {
        const bytes = fileName(rest);
        if (bytes.length > 0 && !bytes.includes(0)) this.#files.push({ bytes, text: this.#text(bytes) });
        return;
      }
      case 'TRACK':
        this.#begin(rest.toString('latin1'));
        return;
      case 'TITLE':
        (track ?? this.#about).title ??= this.#words(rest);
        return;
      case 'PERFORMER':
        (track ?? this.#about).artist ??= this.#words(rest);
        return;
      case 'INDEX':
        this.#index(rest.toString('latin1'));
        return;
      case 'REM': {
        const remark = firstWord(rest);
        const text = this.#words(remark.rest);
        if (text !== undefined && !this.#remarks.has(remark.word)) this.#remarks.set(remark.word, text);
        return;
      }
      default:
    }
  }

  sheet(): CueSheet {
    return {
      ...{ title: this.#about.title, artist: this.#about.artist, genre: cleanText(this.#remarks.get('GENRE')) },
      year: yearOf(this.#remarks.get('DATE')),
      discNumber: countOf(Number(this.#remarks.get('DISCNUMBER'))),
      files: this.#files.map((name, index) => ({ name, tracks: this.#tracksOf(index) })),
    };
  }

  /** In the order of their beginnings; what begins nowhere, or where another one does, is none. */
  #tracksOf(file: number): CueTrack[] {
    const begun = this.#tracks.flatMap(({ number, title, artist, startMs, isAudio, file: of }) =>
      of === file && isAudio && startMs !== undefined ? [{ number, title, artist, startMs }] : [],
    );
    const inOrder = begun.toSorted((a, b) => a.startMs - b.startMs);
    return inOrder.filter(({ startMs }, index) => inOrder[index - 1]?.startMs !== startMs);
  }

  #begin(rest: string): void {
    const match = /^(\d{1,3})\s+(\S+)/u.exec(rest);
    if (match === null || this.#tracks.length >= MOST_TRACKS) return;
    const isAudio = match[2]?.toUpperCase() === 'AUDIO';
    this.#tracks.push({ number: Number(match[1]), isAudio, file: this.#files.length - 1 });
  }

  /** A song begins in the file that was named last before its index: its gap may stand in the one before. */
  #index(rest: string): void {
    const track = this.#tracks.at(-1);
    const match = /^0?1\s+(\d{1,3}):(\d{1,2}):(\d{1,2})/u.exec(rest);
    if (match === null || track === undefined || track.startMs !== undefined) return;
    const [minutes = 0, seconds = 0, frames = 0] = match.slice(1).map(Number);
    track.startMs = Math.round((minutes * 60 + seconds + frames / FRAMES_PER_SECOND) * 1_000);
    track.file = this.#files.length - 1;
  }

  #words(bytes: Buffer): string | undefined {
    return cleanText(this.#text(unquoted(bytes)));
  }

  #text(bytes: Buffer): string {
    return asUtf8(bytes) ?? this.#decode(bytes);
  }
}

const CR = 0x0d;
const LF = 0x0a;
const QUOTE = 0x22;

function* linesOf(content: Buffer): Generator<Buffer> {
  let start = 0;
  let lines = 0;
  for (let at = 0; at <= content.length && lines < MOST_LINES; at += 1) {
    if (at < content.length && content[at] !== CR && content[at] !== LF) continue;
    if (at > start && at - start <= LONGEST_LINE) yield content.subarray(start, at);
    start = at + 1;
    lines += 1;
  }
}

/** UTF-16 as Windows tools write it becomes UTF-8; a mark of UTF-8 is taken off. */
function utf8Of(content: Buffer): Buffer {
  if (content[0] === 0xff && content[1] === 0xfe) return Buffer.from(content.toString('utf16le', 2));
  if (content[0] === 0xfe && content[1] === 0xff && content.length % 2 === 0)
    return Buffer.from(Buffer.from(content).swap16().toString('utf16le', 2));
  return content.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? content.subarray(3) : content;
}

/** Words are ASCII; what follows them may be of any code page. */
function firstWord(line: Buffer): { word: string; rest: Buffer } {
  const text = line.toString('latin1');
  const match = /^\s*(\S+)\s*/u.exec(text);
  const end = /\s*$/u.exec(text)?.index ?? line.length;
  if (match === null) return { word: '', rest: Buffer.alloc(0) };
  return { word: (match[1] ?? '').toUpperCase(), rest: line.subarray(match[0].length, Math.max(match[0].length, end)) };
}

/** `"name" WAVE`, or without quotes and with any blanks in the name. */
function fileName(rest: Buffer): Buffer {
  if (rest[0] === QUOTE) return unquoted(rest);
  const kind = /\s+\S+$/u.exec(rest.toString('latin1'));
  return rest.subarray(0, kind?.index ?? rest.length);
}

function unquoted(bytes: Buffer): Buffer {
  if (bytes[0] !== QUOTE) return bytes;
  const end = bytes.lastIndexOf(QUOTE);
  return bytes.subarray(1, end > 0 ? end : bytes.length);
}
