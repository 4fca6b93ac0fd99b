import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What plays, what follows, and the subtitles of a film, with some of those before: a player may still read them. */
const MOST_FILES = 32;

interface Range {
  readonly start: number;
  /** Included. */
  readonly end: number;
}

/**
 * Lends files of sticks to a player on another machine: HTTP with ranges, only what the zone was told to play, each under
 * an address that nobody can guess. It listens nowhere: connections are handed to it.
 */
export class LentFiles {
  readonly #server: Server;
  readonly #paths = new Map<string, Buffer>();

  constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
    this.#server.keepAliveTimeout = 60_000;
  }

  accept(stream: Duplex): void {
    this.#server.emit('connection', stream);
  }

  /** The name of a file from now on: 32 hex digits; asked for with any ending behind it. */
  lend(path: Buffer): string {
    for (const [name, lent] of this.#paths) {
      if (!lent.equals(path)) continue;
      this.#paths.delete(name);
      this.#paths.set(name, path);
      return name;
    }
    const name = randomBytes(16).toString('hex');
    this.#paths.set(name, path);
    const [oldest] = this.#paths.keys();
    if (this.#paths.size > MOST_FILES && oldest !== undefined) this.#paths.delete(oldest);
    return name;
  }

  close(): void {
    this.#paths.clear();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = this.#paths.get(/^\/([0-9a-f]{32})(?:\.[a-z0-9]{1,4})?$/u.exec(request.url ?? '')?.[1] ?? '');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405).end();
      return;
    }
    const file = path && (await openFile(path));
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    try {
      await send(file, request, response);
    } finally {
      await file.close().catch(() => undefined);
    }
  }
}

async function send(file: FileHandle, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { size } = await file.stat();
  const asked = request.headers.range;
  const range = asked === undefined ? { start: 0, end: size - 1 } : rangeOf(asked, size);
  if (!range) {
    response.writeHead(416, { 'Content-Range': `bytes */${String(size)}` }).end();
    return;
  }
  const { start, end } = range;
  response.writeHead(asked === undefined ? 200 : 206, {
    'Accept-Ranges': 'bytes',
    'Content-Type': 'application/octet-stream',
    'Content-Length': end - start + 1,
    ...(asked !== undefined && { 'Content-Range': `bytes ${String(start)}-${String(end)}/${String(size)}` }),
  });
  if (request.method === 'HEAD' || end < start) {
    response.end();
    return;
  }
  // A stick that is pulled breaks off in the middle: the player then knows that it was not the end.
  await pipeline(file.createReadStream({ start, end, autoClose: false }), response).catch(() => response.destroy());
}

/** A pipe or a device behind a name would never answer. */
async function openFile(path: Buffer): Promise<FileHandle | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  const isFile = (await file?.stat())?.isFile() === true;
  if (!isFile) await file?.close();
  return isFile ? file : undefined;
}

/** `bytes=0-`, `bytes=5-9` or `bytes=-5` (RFC 9110, 14.1.2); undefined where nothing of the file is meant. */
export function rangeOf(header: string, size: number): Range | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/u.exec(header.trim()) ?? [];
  if (from === '' && to === '') return undefined;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start > end ? undefined : { start, end };
}
