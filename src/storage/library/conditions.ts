import type { ListFilter } from '#library/browse/ports';
import type { NearWords } from '#storage/library/near-words';
import { rowsWithin } from '#storage/library/within';
import { searchQuery } from '#storage/text/search-query';

type Parameters = Readonly<Record<string, string | number>>;

/** The WHERE of a list, put together. */
export class Conditions {
  readonly #conditions: string[];
  readonly #parameters: Record<string, string | number> = {};

  constructor(...conditions: readonly string[]) {
    this.#conditions = [...conditions];
  }

  add(condition: string, parameters: Parameters = {}): this {
    this.#conditions.push(condition);
    Object.assign(this.#parameters, parameters);
    return this;
  }

  /** These, and one more. */
  with(condition: string, parameters: Parameters = {}): Conditions {
    return new Conditions(...this.#conditions).#bind(this.#parameters).add(condition, parameters);
  }

  /** The same for the same conditions and values. */
  get key(): string {
    return `${this.sql} ${JSON.stringify(this.#parameters)}`;
  }

  get sql(): string {
    return this.#conditions.join(' AND ');
  }

  get parameters(): Parameters {
    return this.#parameters;
  }

  #bind(parameters: Parameters): this {
    Object.assign(this.#parameters, parameters);
    return this;
  }
}

/** Where words are looked for: an FTS5 table whose rows have the keys of the list's. */
export interface SearchTable {
  readonly name: string;
  readonly near: NearWords;
}

/** `alias` is of a table with volume_id, letter and key; `+` keeps the index in the list's own order in use. */
export function listConditions(
  alias: string,
  filter: ListFilter,
  search: SearchTable | undefined,
  isListed: string,
): Conditions {
  const visible = filter.isOnlineOnly ? ' WHERE is_online = 1' : '';
  const where = new Conditions(
    isListed,
    `+${alias}.volume_id IN (SELECT volume_id FROM temp.visible_volume${visible})`,
  );
  if (filter.volumeId !== undefined) where.add(`+${alias}.volume_id = :volumeId`, { volumeId: filter.volumeId });
  if (filter.letter !== undefined) where.add(`${alias}.letter = :letter`, { letter: filter.letter });
  if (filter.within !== undefined) where.add(rowsWithin(alias), { within: JSON.stringify(filter.within) });
  if (search) addWords(where, alias, filter, search);
  return where;
}

function addWords(where: Conditions, alias: string, { words, isForgiving }: ListFilter, search: SearchTable): void {
  if (words === undefined || words.trim() === '') return;
  const { name, near } = search;
  const match = searchQuery(words, isForgiving === true ? (word) => near.of(word) : undefined);
  if (match === undefined) where.add('FALSE');
  else where.add(`+${alias}.key IN (SELECT rowid FROM ${name} WHERE ${name} MATCH :match)`, { match });
}
