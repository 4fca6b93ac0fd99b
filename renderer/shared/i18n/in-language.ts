import { language, type Language } from '#renderer/shared/i18n/language.svelte.ts';

/** Looks like one of the tables, and is always that of the chosen language. */
export function inLanguage<Table extends object>(tables: Readonly<Record<Language, Table>>): Table {
  return new Proxy(tables.en, {
    get: (_english, key) => Reflect.get(tables[language.current], key) as unknown,
  });
}
