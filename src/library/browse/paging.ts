import type { Page } from '#contract/entities/page';
import { AppError } from '#kernel/app-error';
import type { ListSlice, ListWindow } from '#library/browse/ports';

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly offset?: number | undefined;
}

export class BadCursor extends AppError {
  readonly code = 'bad_request';
  constructor(cursor: string) {
    super('The cursor is none that this list gave', { cursor });
  }
}

/** The part of the list that a request asks for; a cursor goes before an offset. */
export function toWindow({ limit, cursor, offset }: PageRequest): ListWindow {
  return { limit, offset: cursor === undefined ? (offset ?? 0) : readCursor(cursor) };
}

export function toPage<Item>({ items, total }: ListSlice<Item>, { offset }: ListWindow): Page<Item> {
  const end = offset + items.length;
  return { items, total, nextCursor: items.length > 0 && end < total ? writeCursor(end) : null };
}

const CURSOR = /^o([1-9]\d{0,14})$/u;

function writeCursor(offset: number): string {
  return Buffer.from(`o${offset}`).toString('base64url');
}

function readCursor(cursor: string): number {
  const digits = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1];
  const offset = Number(digits);
  // Base64 decoding forgives; only what was written here is taken.
  if (digits === undefined || writeCursor(offset) !== cursor) throw new BadCursor(cursor);
  return offset;
}
