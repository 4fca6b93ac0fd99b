import { AppError } from '#kernel/app-error';

/** The stick was pulled, or another one sits at its place: what was being looked at says nothing any more. */
export class VolumeGone extends AppError {
  readonly code = 'volume_offline';

  constructor(options?: ErrorOptions) {
    super('The stick went away during the scan', {}, options);
  }
}

/** The card that holds the index takes no more; what was committed before stays. */
export class IndexFull extends AppError {
  readonly code = 'storage_failed';

  constructor(options?: ErrorOptions) {
    super('There is no room for the index', {}, options);
  }
}

const NO_ROOM: ReadonlySet<unknown> = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT']);

/** Whether an error of SQLite, or of a file beside it, says that the card is full. */
export function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && NO_ROOM.has(error.code);
}

/** The scan's thread failed; the next scan gets a new one. */
export class ScanFailed extends AppError {
  readonly code = 'internal';

  constructor(reason: string, options?: ErrorOptions) {
    super(`The scan failed: ${reason}`, {}, options);
  }
}
