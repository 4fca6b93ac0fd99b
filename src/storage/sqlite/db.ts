import SqliteDatabase from 'better-sqlite3';

export type Db = SqliteDatabase.Database;
export type Statement<Parameters extends unknown[], Row = unknown> = SqliteDatabase.Statement<Parameters, Row>;
export type SqliteError = InstanceType<typeof SqliteDatabase.SqliteError>;

export function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof SqliteDatabase.SqliteError;
}

export interface DbFile {
  readonly path: string;
  readonly isReadOnly: boolean;
}

/** A plain connection; `open-database.ts` gives the settings that make it safe. */
export function connect({ path, isReadOnly }: DbFile): Db {
  return new SqliteDatabase(path, { readonly: isReadOnly, fileMustExist: isReadOnly, timeout: BUSY_TIMEOUT_MS });
}

export const BUSY_TIMEOUT_MS = 2_000;
