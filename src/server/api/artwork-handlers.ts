import type { Stats } from 'node:fs';
import { constants, open, type FileHandle } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

import type { ArtworkId } from '#contract/entities/ids';
import { AppError } from '#kernel/app-error';
import type { ExchangeHandlersOf } from '#server/api/exchange';
import { InternalError } from '#server/api/request-errors';
import { systemCodeOf } from '#server/listen-errors';
import type { ArtworkFiles, FilmPicture } from '#server/ports';

export class ArtworkNotFound extends AppError {
  readonly code = 'artwork_not_found';
  constructor(id: ArtworkId) {
    super(`No picture ${id}`, { id });
  }
}

class FilmPictureRefused extends AppError {
  readonly code = 'film_while_moving';
  constructor(id: ArtworkId) {
    super('No picture of a film in front while the car moves', { id });
  }
}

export interface ArtworkHandlersDeps {
  readonly files: ArtworkFiles;
  /** Whether such a picture is not for the touchscreen now, because whoever drives looks at it. */
  readonly hidesFilm: (picture: FilmPicture) => boolean;
}

/** What pictures are re-encoded to; nothing else goes out, whatever a file says of itself. */
const CONTENT_TYPES: ReadonlySet<string> = new Set(['image/webp', 'image/jpeg']);
/** An id is made from the picture's content, so what it names never changes. */
const CACHING = 'private, max-age=31536000, immutable';
/** Asked for each time: the car may move by then. */
const FILM_CACHING = 'private, no-cache';

export function artworkHandlers({ files, hidesFilm }: ArtworkHandlersDeps): ExchangeHandlersOf<'getArtwork'> {
  return {
    getArtwork: async ({ id, size, zoneId }, { caller, request, response }) => {
      if (zoneId !== undefined && !files.isShownIn(zoneId, id)) throw new ArtworkNotFound(id);
      const film = files.filmPicture(id);
      if (film && caller.role !== 'phone' && hidesFilm(film)) throw new FilmPictureRefused(id);
      const found = await files.find(id, size);
      if (!found) throw new ArtworkNotFound(id);
      if (!CONTENT_TYPES.has(found.contentType))
        throw new InternalError(new Error(`Picture of type ${found.contentType}`));

      await using file = await openPicture(found.path, id);
      const stats = await file.stat();
      const etag = etagOf(id, stats);
      response.setHeader('etag', etag);
      response.setHeader('cache-control', film ? FILM_CACHING : CACHING);
      if (isKnown(request.headers['if-none-match'], etag)) {
        response.writeHead(304).end();
        return;
      }
      response.writeHead(200, { 'content-type': found.contentType, 'content-length': stats.size });
      if (request.method === 'HEAD') response.end();
      else await send(file, response);
    },
  };
}

async function openPicture(path: string, id: ArtworkId): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') throw new ArtworkNotFound(id);
    throw error;
  }
}

function etagOf(id: ArtworkId, { size, mtimeMs }: Stats): string {
  return `"${id}-${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
}

function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  return ifNoneMatch?.split(',').some((one) => one.trim().replace(/^W\//u, '') === etag) ?? false;
}

async function send(file: FileHandle, response: ServerResponse): Promise<void> {
  try {
    await pipeline(file.createReadStream({ autoClose: false }), response);
  } catch (error) {
    // A browser that scrolls on drops its pictures half-way.
    if (systemCodeOf(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}
