import type { LetterCount, ListFilter, ListWindow } from '#library/browse/ports';
import type { Conditions } from '#storage/library/conditions';
import { ListMemo } from '#storage/library/list-memo';
import type { Db, Statement } from '#storage/sqlite/db';
import { compareLetters, titleSort } from '#storage/text/sort-key';

export interface ListShape {
  /** What the page is picked from, before anything is joined: `track t`. */
  readonly from: string;
  /** One item of the list: `t.key`, or `ar.id` where rows of several volumes are one item. */
  readonly item: string;
  readonly sortKey: string;
  /** Of long lists: the sort key and the item in the row of `:anchor`. */
  readonly place?: string;
  /** Then the columns that are the same for one item, in the order of an index. */
  readonly group?: string;
  readonly letter: string;
  /** Columns of the answer, and the joins that give them; `page.item` holds the picked items. */
  readonly columns: string;
  readonly joins: string;
}

export interface RowSlice<Row> {
  readonly rows: Row[];
  readonly total: number;
}

/** After so many rows it pays to know one to go on from. */
const ANCHOR_EVERY = 1_000;

/** Pages of one kind of list: picks the page from an index first and joins only the rows of that page. */
export class ListReader<Row> {
  readonly #db: Db;
  readonly #shape: ListShape;
  readonly #memo: ListMemo;
  readonly #statements = new Map<string, Statement<[Record<string, unknown>]>>();

  constructor(db: Db, shape: ListShape) {
    this.#db = db;
    this.#shape = shape;
    this.#memo = new ListMemo(db);
  }

  /** By title; what was searched for with the best first is not counted. */
  byTitle(where: Conditions, window: ListWindow, { words, isBestFirst }: ListFilter): RowSlice<Row> {
    if (isBestFirst === true && words !== undefined) return this.#bestFirst(where, window, words);
    const { start, rest } = this.#beginAt(where, window);
    return { rows: this.#page(start, this.#byTitle, rest), total: this.count(where) };
  }

  /** `from` where the order needs more than the list's own table. */
  slice(where: Conditions, order: string, window: ListWindow, from?: string): RowSlice<Row> {
    return { rows: this.#page(where, order, window, from), total: this.count(where) };
  }

  count(where: Conditions): number {
    const sql = `SELECT ${this.#counted} AS total FROM ${this.#shape.from} WHERE ${where.sql}`;
    return this.#memo.of(`count ${where.key}`, () => {
      return this.#prepare<{ total: number }>(sql).get({ ...where.parameters })?.total ?? 0;
    });
  }

  letters(where: Conditions): readonly LetterCount[] {
    const { from, letter } = this.#shape;
    const sql = `
      SELECT ${letter} AS letter, ${this.#counted} AS count FROM ${from} WHERE ${where.sql} GROUP BY ${letter}`;
    return this.#memo.of(`letters ${where.key}`, () =>
      this.#prepare<LetterCount>(sql)
        .all({ ...where.parameters })
        .sort((a, b) => compareLetters(a.letter, b.letter)),
    );
  }

  /** What begins with the words first, then what has them elsewhere. */
  #bestFirst(where: Conditions, { offset, limit }: ListWindow, words: string): RowSlice<Row> {
    const from = titleSort(words).sortKey;
    const range = { from, to: `${from}\u{10ffff}` };
    const [isFirst, wanted] = [`${this.#shape.sortKey} BETWEEN :from AND :to`, offset + limit];
    const first = this.#page(where.with(isFirst, range), this.#byTitle, { offset: 0, limit: wanted });
    const left = wanted - first.length;
    const others = left > 0 ? where.with(`NOT ${isFirst}`, range) : undefined;
    const rest = others ? this.#page(others, this.#byTitle, { offset: 0, limit: left }) : [];
    return { rows: [...first, ...rest].slice(offset), total: first.length + rest.length };
  }

  #page(where: Conditions, order: string, window: ListWindow, from = this.#shape.from): Row[] {
    const { item, columns, joins, group } = this.#shape;
    const [groupPage, groupAnswer] = group === undefined ? ['', ''] : [`GROUP BY ${group}`, 'GROUP BY page.item'];
    return this.#prepare<Row>(
      `
      WITH page AS MATERIALIZED (
        SELECT ${item} AS item FROM ${from} WHERE ${where.sql} ${groupPage} ORDER BY ${order} LIMIT :limit OFFSET :offset)
      SELECT ${columns} FROM page ${joins} ${groupAnswer} ORDER BY ${order}`,
    ).all({ ...where.parameters, ...window });
  }

  /** Far down a long list, from a row that is known to stand there: SQLite would count all rows before it. */
  #beginAt(where: Conditions, window: ListWindow): { start: Conditions; rest: ListWindow } {
    const { place, item, from } = this.#shape;
    const passed = Math.floor(window.offset / ANCHOR_EVERY);
    const isWorth = place !== undefined && passed > 0 && this.#memo.isAskedAgain(`deep ${where.key}`);
    if (!isWorth) return { start: where, rest: window };

    const anchors = this.#memo.of(`anchors ${where.key}`, () =>
      this.#prepare<{ item: number }>(
        `
        SELECT item FROM (
          SELECT ${item} AS item, row_number() OVER (ORDER BY ${this.#byTitle}) AS nth FROM ${from} WHERE ${where.sql})
         WHERE nth % ${String(ANCHOR_EVERY)} = 0 ORDER BY nth`,
      ).all({ ...where.parameters }),
    );
    const anchor = anchors[passed - 1]?.item;
    if (anchor === undefined) return { start: where, rest: window };
    const start = where.with(`(${this.#byTitle}) > (${place})`, { anchor });
    return { start, rest: { ...window, offset: window.offset - passed * ANCHOR_EVERY } };
  }

  get #byTitle(): string {
    return `${this.#shape.sortKey}, ${this.#shape.item}`;
  }

  get #counted(): string {
    return this.#shape.group === undefined ? 'count(*)' : `count(DISTINCT ${this.#shape.item})`;
  }

  #prepare<Result>(sql: string): Statement<[Record<string, unknown>], Result> {
    const statement = this.#statements.get(sql) ?? this.#db.prepare<[Record<string, unknown>]>(sql);
    this.#statements.set(sql, statement);
    return statement as Statement<[Record<string, unknown>], Result>;
  }
}
