import { AppError } from '#kernel/app-error';

/** The data folder cannot be used: read-only, not a folder, no right to write. */
export class DataFolderUnusable extends AppError {
  readonly code = 'storage_failed';
  constructor(folder: string, cause: unknown) {
    super(`The data folder ${folder} cannot be written: ${words(cause)}`, { folder }, { cause });
  }
}

/** A write that did not reach the disk: full, gone read-only, or broken. */
export class WriteFailed extends AppError {
  readonly code = 'storage_failed';
  readonly isDiskFull: boolean;
  constructor(what: string, cause: unknown) {
    super(`Could not save ${what}: ${words(cause)}`, { what }, { cause });
    this.isDiskFull = sqliteCode(cause)?.startsWith('SQLITE_FULL') ?? false;
  }
}

/** The content of a database file cannot be trusted. */
export class DatabaseDamaged extends AppError {
  readonly code = 'storage_failed';
  constructor(file: string, finding: string, cause?: unknown) {
    super(`${file} is damaged: ${finding}`, { file }, { cause });
  }
}

/** A newer version of the product wrote this database. */
export class DatabaseTooNew extends AppError {
  readonly code = 'storage_failed';
  constructor(file: string, version: number) {
    super(`${file} is of version ${version}, which is newer than this program`, { file, version });
  }
}

/** A step to the schema of this version cannot be made on this file, which is as it was before. */
export class MigrationFailed extends AppError {
  readonly code = 'storage_failed';
  constructor(file: string, step: number, cause: unknown) {
    super(`${file} cannot be brought to version ${step}: ${words(cause)}`, { file, step }, { cause });
  }
}

export function sqliteCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function words(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
